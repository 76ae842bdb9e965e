using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServiceMesh.Desk;

/// <summary>A contract with a customer, as Intake keeps it.</summary>
public sealed record ContractShape
{
    public Guid Id { get; init; }
    public Guid CustomerId { get; init; }
    public string? CustomerName { get; init; }
    public string Number { get; init; } = "";
    public DateOnly StartsOn { get; init; }
    public DateOnly EndsOn { get; init; }
    public string ServiceLevel { get; init; } = "";
    public IReadOnlyList<Guid> ProductIds { get; init; } = [];
    public decimal? MonthlyFee { get; init; }
    public string? Currency { get; init; }
    public decimal? CasePrice { get; init; }
    public decimal? MonthlyCreditCapPercent { get; init; }
    public string? Plan { get; init; }

    /// <summary>Channels covered; null is every channel.</summary>
    public IReadOnlyList<string>? Channels { get; init; }
    public int? CaseLimit { get; init; }
    public int? VisitLimit { get; init; }
    public bool? UpgradesIncluded { get; init; }
    public DateOnly? EndOfSupport { get; init; }

    /// <summary>What else a contract has: a form that does not show it must not empty it.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Rest { get; init; }

    /// <summary>How people tell it from others.</summary>
    public string Title => CustomerName is { Length: > 0 } customer ? $"{Number} · {customer}" : Number;
}
