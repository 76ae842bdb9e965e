namespace ServiceMesh.Sla.Domain.Money;

/// <summary>
/// The currencies of ISO 4217 that are in use, with their minor units. Every figure is rounded once, where it is made, half up to the minor unit
/// (0.005 CNY is 0.01 CNY); sums are exact.
/// </summary>
public static class Currencies
{
    private const int Usual = 2;

    private static readonly HashSet<string> _codes =
    [
        .. ("AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP CNY COP CRC CUP CVE CZK " +
            "DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW " +
            "KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG " +
            "QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UYW UZS VED VES " +
            "VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG").Split(' '),
    ];

    private static readonly Dictionary<string, int> _unusual = new()
    {
        ["BIF"] = 0, ["CLP"] = 0, ["DJF"] = 0, ["GNF"] = 0, ["ISK"] = 0, ["JPY"] = 0, ["KMF"] = 0, ["KRW"] = 0, ["PYG"] = 0, ["RWF"] = 0, ["UGX"] = 0, ["VND"] = 0,
        ["VUV"] = 0, ["XAF"] = 0, ["XOF"] = 0, ["XPF"] = 0, ["BHD"] = 3, ["IQD"] = 3, ["JOD"] = 3, ["KWD"] = 3, ["LYD"] = 3, ["OMR"] = 3, ["TND"] = 3, ["CLF"] = 4, ["UYW"] = 4,
    };

    /// <summary>True for a code of ISO 4217 in capital letters.</summary>
    public static bool Exists(string? code) => code is not null && _codes.Contains(code);

    /// <summary>Digits after the point: 2 for most, 0 for the yen, 3 for the dinar; 2 for a code that is not known.</summary>
    public static int DecimalsOf(string code) => _unusual.GetValueOrDefault(code, Usual);

    /// <summary>An amount, 0 or more, in whole minor units, half up.</summary>
    public static decimal Round(decimal amount, string code) => Math.Round(amount, DecimalsOf(code), MidpointRounding.AwayFromZero);

    /// <summary>True if the amount is in whole minor units.</summary>
    public static bool IsWhole(decimal amount, string code) => Round(amount, code) == amount;
}
