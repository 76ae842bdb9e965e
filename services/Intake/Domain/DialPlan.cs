using System.Text.RegularExpressions;

namespace ServiceMesh.Intake.Domain;

/// <summary>How telephone numbers are dialled in one country.</summary>
/// <param name="Region">ISO 3166-1 code, for example <c>CN</c>.</param>
/// <param name="Code">Country calling code without plus, for example <c>86</c>.</param>
/// <param name="Trunk">Digits dialled before a national number and dropped from abroad; empty where there are none.</param>
/// <param name="International">Digits dialled before a country code.</param>
/// <param name="MinDigits">Shortest national number, without trunk digits.</param>
/// <param name="MaxDigits">Longest national number, without trunk digits.</param>
/// <param name="Untrunked">Numbers that are dialled without the trunk digits although the country has them.</param>
public sealed partial record DialPlan(
    string Region, string Code, string Trunk, string International, int MinDigits, int MaxDigits, Regex? Untrunked = null)
{
    /// <summary>Whether lengths are known well enough to read a number that starts with the bare country code.</summary>
    public bool Exact => MaxDigits < LongestNational;

    private const int LongestNational = 14;

    /// <summary>Countries whose national numbers are dialled with a leading 0.</summary>
    private const string ZeroTrunk =
        "TW886 JP81 KR82 IN91 GB44 DE49 FR33 AT43 CH41 BE32 NL31 SE46 FI358 IE353 AU61 NZ64 ZA27 TH66 MY60 ID62 PH63 VN84 TR90 IL972 "
        + "AE971 SA966 EG20 RO40 BG359 RS381 HR385 SI386 SK421 UA380 BR55 AR54 PK92 BD880 LK94 NP977 IR98 IQ964 JO962 KE254 NG234 "
        + "MA212 DZ213 ET251 GH233 TZ255 UG256 ZM260 ZW263 AF93 AL355 AM374 BA387 CU53 EC593 GE995 KH855 KG996 LA856 LB961 LY218 MD373 "
        + "ME382 MK389 MM95 MN976 PE51 PY595 SD249 SY963 TJ992 UY598 VE58 XK383 YE967";

    /// <summary>Countries whose national numbers are dialled as they are.</summary>
    private const string NoTrunk =
        "DK45 NO47 ES34 PT351 PL48 CZ420 GR30 IT39 SM378 LU352 MT356 CY357 IS354 EE372 LV371 LT370 HK852 MO853 SG65 KW965 QA974 BH973 "
        + "OM968 CL56 CO57 MX52 CR506 PA507 GT502 SV503 HN504 NI505 BO591 GY592 SR597 SN221 CI225 CM237 TN216 LI423 MC377 AD376 FO298 "
        + "GL299 BN673 FJ679 PG675 UZ998 AO244 MZ258 NA264 BW267 LS266 SZ268 MG261 MU230 RE262 MW265 RW250 BI257 SO252 DJ253 ER291 "
        + "GM220 MR222 ML223 GN224 BF226 NE227 TG228 BJ229 LR231 SL232 TD235 CF236 CV238 ST239 GQ240 GA241 CG242 CD243 GW245 SC248 "
        + "KM269 SH290 AW297 GI350 BZ501 PM508 HT509 GP590 GF594 MQ596 CW599 TL670 NR674 TO676 SB677 VU678 PW680 WF681 CK682 NU683 "
        + "WS685 KI686 NC687 TV688 PF689 TK690 FM691 MH692 KP850 MV960 PS970 BT975 AZ994 AX358 VA39 SJ47 GG44 IM44 JE44 SS211 FK500";

    /// <summary>The North American plan: ten digits, the area code first.</summary>
    private const string NorthAmerica = "US CA PR DO JM TT BS BB AG AI BM DM GD GU KN KY LC MP MS SX TC VC VG VI AS";

    private static readonly Dictionary<string, DialPlan> s_byRegion = Build();

    private static readonly Dictionary<string, DialPlan> s_byCode = s_byRegion.Values
        .GroupBy(p => p.Code).ToDictionary(g => g.Key, g => g.MinBy(p => p.Region == MainRegion(g.Key) ? 0 : 1)!);

    private static readonly HashSet<string> s_shared = ["800", "808", "870", "878", "881", "882", "883", "888", "979"];

    /// <summary>The plan of a country, or null when it is not known.</summary>
    public static DialPlan? ForRegion(string? region) => region is not null && s_byRegion.TryGetValue(region, out var plan) ? plan : null;

    /// <summary>Finds the country code at the start of an international number. Codes are free of prefixes: at most one fits.</summary>
    internal static bool TryFind(string international, out string code, out DialPlan? plan)
    {
        for (var length = 1; length <= 3 && length < international.Length; length++)
        {
            code = international[..length];
            if (s_byCode.TryGetValue(code, out plan) || s_shared.Contains(code))
                return true;
        }

        (code, plan) = ("", null);
        return false;
    }

    private static string MainRegion(string code) => code switch { "1" => "US", "7" => "RU", "39" => "IT", "44" => "GB", "47" => "NO", "358" => "FI", _ => "" };

    private static Dictionary<string, DialPlan> Build()
    {
        var plans = new Dictionary<string, DialPlan>(StringComparer.Ordinal)
        {
            ["CN"] = new("CN", "86", "0", "00", 9, 11, ChineseUntrunked()),
            ["RU"] = new("RU", "7", "8", "810", 10, 10),
            ["KZ"] = new("KZ", "7", "8", "810", 10, 10),
            ["BY"] = new("BY", "375", "8", "810", 9, 9),
            ["TM"] = new("TM", "993", "8", "810", 8, 8),
            ["HU"] = new("HU", "36", "06", "00", 8, 9),
        };
        foreach (var region in NorthAmerica.Split(' '))
            plans[region] = new(region, "1", "1", "011", 10, 10, NorthAmericanUntrunked());
        foreach (var entry in ZeroTrunk.Split(' '))
            plans[entry[..2]] = new(entry[..2], entry[2..], "0", Abroad(entry[..2]), 5, LongestNational);
        foreach (var entry in NoTrunk.Split(' '))
            plans[entry[..2]] = new(entry[..2], entry[2..], "", Abroad(entry[..2]), 5, LongestNational);
        return plans;
    }

    private static string Abroad(string region) => region switch
    {
        "AU" => "0011",
        "JP" => "010",
        "HK" or "TH" or "KH" or "ID" => "001",
        "TW" => "002",
        _ => "00",
    };

    [GeneratedRegex(@"^(1[3-9]\d{9}|[48]00\d{7})$")]
    private static partial Regex ChineseUntrunked();

    [GeneratedRegex(@"^[2-9]\d{9}$")]
    private static partial Regex NorthAmericanUntrunked();
}
