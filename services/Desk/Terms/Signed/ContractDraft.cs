using System.Globalization;
using System.Text.Json;

namespace ServiceMesh.Desk.Terms;

/// <summary>A contract while somebody writes it. What the form does not show is sent as it was.</summary>
public sealed class ContractDraft
{
    private ContractShape? _from;

    public Guid? Customer { get; set; }
    public string Number { get; set; } = "";
    public DateOnly? StartsOn { get; set; }
    public DateOnly? EndsOn { get; set; }
    public string ServiceLevel { get; set; } = "";
    public string Plan { get; set; } = "";

    /// <summary>None is every product of the customer.</summary>
    public List<Guid> Products { get; private init; } = [];

    /// <summary>False: only those in <see cref="Channels"/>.</summary>
    public bool EveryChannel { get; set; } = true;
    public HashSet<string> Channels { get; } = [];
    public int? CaseLimit { get; set; }
    public int? VisitLimit { get; set; }

    /// <summary><c>yes</c>, <c>no</c>, or empty when it says nothing.</summary>
    public string Upgrades { get; set; } = "";
    public DateOnly? EndOfSupport { get; set; }
    public decimal? MonthlyFee { get; set; }
    public string Currency { get; set; } = "CNY";
    public decimal? CasePrice { get; set; }

    /// <summary>Percent of the fee.</summary>
    public decimal? MonthlyCreditCap { get; set; }

    /// <summary>What the limit comes to; null when it cannot be said.</summary>
    public decimal? MostCredit => MonthlyFee * MonthlyCreditCap / 100;

    public static ContractDraft New(DateOnly today) => new() { StartsOn = today, EndsOn = today.AddYears(1).AddDays(-1) };

    public static ContractDraft Of(ContractShape c)
    {
        var draft = new ContractDraft
        {
            _from = c, Customer = c.CustomerId, Number = c.Number, StartsOn = c.StartsOn, EndsOn = c.EndsOn, ServiceLevel = c.ServiceLevel, Plan = c.Plan ?? "", Products = [.. c.ProductIds],
            EveryChannel = c.Channels is null, CaseLimit = c.CaseLimit, VisitLimit = c.VisitLimit, Upgrades = c.UpgradesIncluded switch { true => "yes", false => "no", null => "" }, EndOfSupport = c.EndOfSupport,
            MonthlyFee = c.MonthlyFee, Currency = c.Currency ?? "", CasePrice = c.CasePrice, MonthlyCreditCap = c.MonthlyCreditCapPercent,
        };
        draft.Channels.UnionWith(c.Channels ?? []);
        return draft;
    }

    /// <summary>What is wrong before anybody is asked: fields that the service could not even read.</summary>
    public IReadOnlyDictionary<string, string[]> Unreadable()
    {
        Dictionary<string, string[]> wrong = [];
        if (Customer is null) wrong["customerId"] = ["Choose a customer."];
        if (StartsOn is null) wrong["startsOn"] = ["A date is wanted."];
        if (EndsOn is null) wrong["endsOn"] = ["A date is wanted."];
        return wrong;
    }

    /// <summary>The body of <c>POST</c> and <c>PUT /api/v1/contracts</c>, which replaces all that a contract has.</summary>
    public Dictionary<string, object?> ToApi()
    {
        var body = (_from?.Rest ?? []).ToDictionary(r => r.Key, object? (r) => r.Value);
        (body["customerId"], body["number"], body["startsOn"], body["endsOn"], body["serviceLevel"]) = (Customer, Number.Trim(), StartsOn, EndsOn, ServiceLevel.Trim());
        (body["plan"], body["productIds"], body["channels"]) = (Given(Plan), Products, EveryChannel ? null : Channels.Order(StringComparer.Ordinal).ToList());
        (body["caseLimit"], body["visitLimit"], body["endOfSupport"]) = (CaseLimit, VisitLimit, EndOfSupport);
        body["upgradesIncluded"] = Upgrades switch { "yes" => true, "no" => false, _ => (bool?)null };
        (body["monthlyFee"], body["casePrice"], body["monthlyCreditCapPercent"]) = (MonthlyFee, CasePrice, MonthlyCreditCap);
        body["currency"] = Given(Currency)?.ToUpper(CultureInfo.InvariantCulture);
        return body;
    }

    private static string? Given(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
