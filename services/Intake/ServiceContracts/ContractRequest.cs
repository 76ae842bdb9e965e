using System.ComponentModel.DataAnnotations;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Requests;

namespace ServiceMesh.Intake.ServiceContracts;

/// <summary>
/// A service contract. Number up to 64 characters, unique in the tenant; both days are covered, in the tenant's zone; service level
/// up to 64 lower-case letters, digits and hyphens; no product and asset ids (at most 200 each) means everything the customer has.
/// A PUT replaces all of it: what is left out is empty afterwards.
/// </summary>
/// <param name="MonthlyFee">Fee per month: 0 to 1,000,000,000,000 with at most 4 decimals; needs <paramref name="Currency"/>.</param>
/// <param name="Currency">ISO 4217 code of the amounts.</param>
/// <param name="CasePrice">Price of a case, bounded like the fee.</param>
/// <param name="MonthlyCreditCapPercent">Most credit in a month in percent of the fee: 0 to 100.</param>
/// <param name="Plan">The plan sold, up to 64 characters.</param>
/// <param name="Channels">Channels covered; every channel when not given. An empty list covers none.</param>
/// <param name="CaseLimit">Cases included in the whole term: 1 to 1,000,000; any number when not given.</param>
/// <param name="VisitLimit">Visits to the customer included in the whole term: 1 to 1,000,000; any number when not given.</param>
/// <param name="UpgradesIncluded">Whether upgrades are part of it.</param>
/// <param name="EndOfSupport">Last day on which the product is supported at all, in the tenant's zone.</param>
public sealed record ContractRequest(
    Guid CustomerId,
    [property: Required, PlainText(64)] string Number,
    DateOnly StartsOn,
    DateOnly EndsOn,
    [property: Required, RegularExpression("^[a-z0-9][a-z0-9-]{0,63}$")] string ServiceLevel,
    [property: MaxLength(200)] IReadOnlyList<Guid>? ProductIds = null,
    [property: MaxLength(200)] IReadOnlyList<Guid>? AssetIds = null,
    [property: Amount] decimal? MonthlyFee = null,
    [property: RegularExpression("^[A-Z]{3}$")] string? Currency = null,
    [property: Amount] decimal? CasePrice = null,
    [property: Amount(100)] decimal? MonthlyCreditCapPercent = null,
    [property: PlainText(64)] string? Plan = null,
    [property: MaxLength(20)] IReadOnlyList<Channel>? Channels = null,
    [property: Range(1, 1_000_000)] int? CaseLimit = null,
    bool? UpgradesIncluded = null,
    DateOnly? EndOfSupport = null,
    [property: Range(1, 1_000_000)] int? VisitLimit = null);

/// <summary>A contract as the API shows it; customers see their own without amounts.</summary>
public sealed record ContractView(
    Guid Id, Guid CustomerId, string Number, DateOnly StartsOn, DateOnly EndsOn, string ServiceLevel, IReadOnlyList<Guid> ProductIds)
{
    /// <summary>Whose it is; told where contracts are read, null where one was written.</summary>
    public string? CustomerName { get; init; }
    public IReadOnlyList<Guid> AssetIds { get; init; } = [];
    public decimal? MonthlyFee { get; init; }
    public string? Currency { get; init; }
    public decimal? CasePrice { get; init; }
    public decimal? MonthlyCreditCapPercent { get; init; }
    public string? Plan { get; init; }

    /// <summary>Channels covered; null means every channel.</summary>
    public IReadOnlyList<Channel>? Channels { get; init; }
    public int? CaseLimit { get; init; }
    public int? VisitLimit { get; init; }
    public bool? UpgradesIncluded { get; init; }
    public DateOnly? EndOfSupport { get; init; }
}

/// <summary>A number from 0 to <paramref name="most"/> with at most four decimals. Null passes.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class AmountAttribute(double most = 1e12) : ValidationAttribute
{
    /// <summary>The largest value allowed.</summary>
    public double Most { get; } = most;

    /// <inheritdoc />
    public override bool IsValid(object? value) =>
        value is null || (value is decimal amount && amount >= 0 && amount <= (decimal)Most && decimal.Round(amount, 4) == amount);

    /// <inheritdoc />
    public override string FormatErrorMessage(string name) => $"{name} must lie between 0 and {Most} and have at most four decimals.";
}
