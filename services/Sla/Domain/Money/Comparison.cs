using System.Globalization;
using NodaTime;

namespace ServiceMesh.Sla.Domain.Money;

/// <summary>A breach on one side of a comparison.</summary>
/// <param name="Supposed">False for what was, true for what would have been.</param>
/// <param name="Breach">The breach.</param>
/// <param name="Contract">Its contract; without one there is no credit.</param>
/// <param name="Month">First day of the month that it counts in.</param>
/// <param name="Team">Who was responsible; null for nobody.</param>
/// <param name="Severity">1 to 5.</param>
public sealed record ComparedBreach(bool Supposed, CountedBreach Breach, Guid? Contract, LocalDate Month, string? Team, int Severity);

/// <summary>Credits in one currency.</summary>
public sealed record Sum(string Currency, decimal Amount);

/// <summary>One side.</summary>
/// <param name="Breaches">How many promises were broken.</param>
/// <param name="Credits">What that is worth within the monthly limits, by currency.</param>
public sealed record Side(int Breaches, IReadOnlyList<Sum> Credits);

/// <summary>Both sides of one clock, team or severity.</summary>
/// <param name="Key">Its name; empty for no team.</param>
/// <param name="Before">As it was.</param>
/// <param name="After">As it would have been.</param>
public sealed record Compared(string Key, Side Before, Side After);

/// <summary>Two sets of terms on the same history. Decisions about single credits play no part: both sides are what the terms say.</summary>
/// <param name="Before">As it was.</param>
/// <param name="After">As it would have been.</param>
/// <param name="ByClock">By clock.</param>
/// <param name="ByTeam">By the team responsible.</param>
/// <param name="BySeverity">By severity.</param>
public sealed record Comparison(Side Before, Side After, IReadOnlyList<Compared> ByClock, IReadOnlyList<Compared> ByTeam, IReadOnlyList<Compared> BySeverity)
{
    /// <summary>Compares.</summary>
    /// <param name="breaches">Of both sides.</param>
    /// <param name="moneyOf">A contract's money in a month.</param>
    public static Comparison Of(IReadOnlyList<ComparedBreach> breaches, Func<Guid, LocalDate, ContractMoney> moneyOf)
    {
        var worth = new Dictionary<Guid, Assessment>();
        foreach (var month in breaches.Where(b => b.Contract is not null).GroupBy(b => (b.Supposed, Contract: b.Contract!.Value, b.Month)))
        {
            foreach (var assessed in CreditMonth.Assess(moneyOf(month.Key.Contract, month.Key.Month), month.Select(b => b.Breach)))
            {
                worth.Add(assessed.BreachId, assessed);
            }
        }

        return new(
            SideOf(breaches.Where(b => !b.Supposed)), SideOf(breaches.Where(b => b.Supposed)), By(b => b.Breach.Clock), By(b => b.Team ?? ""),
            By(b => b.Severity.ToString(CultureInfo.InvariantCulture)));

        IReadOnlyList<Compared> By(Func<ComparedBreach, string> key) =>
        [
            .. breaches.GroupBy(key).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new Compared(g.Key, SideOf(g.Where(b => !b.Supposed)), SideOf(g.Where(b => b.Supposed)))),
        ];

        Side SideOf(IEnumerable<ComparedBreach> side)
        {
            var all = side.ToList();
            var sums = all.Select(b => worth.GetValueOrDefault(b.Breach.Id)).Where(a => a?.Currency is not null).GroupBy(a => a!.Currency!)
                .Select(c => new Sum(c.Key, c.Sum(a => a!.Amount))).OrderBy(s => s.Currency, StringComparer.Ordinal);
            return new(all.Count, [.. sums]);
        }
    }
}
