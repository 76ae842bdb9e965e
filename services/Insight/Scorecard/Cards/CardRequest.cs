using NodaTime;
using ServiceMesh.Insight.Domain;
using ServiceMesh.Insight.Domain.Scorecard;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Scorecard.Cards;

/// <summary>Reads what the addresses of scorecards ask for.</summary>
internal static class CardRequest
{
    public const int MostMonths = 24;

    /// <summary>400 <c>request.invalid</c> for a kind that has no scorecard.</summary>
    public static string Kind(string kind) =>
        Subject.Kinds.Contains(kind) ? kind : throw Problems.InvalidField("kind", $"kind is one of {string.Join(", ", Subject.Kinds)}.");

    /// <summary>
    /// <paramref name="period"/> (<c>2026-07</c> or <c>2026-H2</c>), or both months given, or the half-year that <paramref name="now"/> lies in.
    /// 400 when they make no sense or span more than 24 months.
    /// </summary>
    public static MonthSpan Span(string? period, string? from, string? to, DateTimeOffset now, DateTimeZone? zone)
    {
        if (period is not null)
        {
            if (from is not null || to is not null) throw Problems.InvalidField("period", "Either period, or from and to.");
            return MonthSpan.Parse(period) ?? throw Problems.InvalidField("period", "A month like 2026-07 or a half-year like 2026-H2 is wanted.");
        }

        if (from is null && to is null)
        {
            var month = Month.Of(now, zone);
            return MonthSpan.Parse($"{month.Year:d4}-H{(month.Number % 12 / 6) + 1}")!;
        }

        var first = Month.Parse(from ?? to) ?? throw Problems.InvalidField("from", "A month like 2026-07 is wanted.");
        var last = Month.Parse(to ?? from) ?? throw Problems.InvalidField("to", "A month like 2026-07 is wanted.");
        if (first > last) throw Problems.InvalidField("from", "from must not be after to.");
        var span = new MonthSpan(first, last);
        return span.Months <= MostMonths ? span : throw Problems.InvalidField("from", $"At most {MostMonths} months.");
    }

    /// <summary>Up to 50 ids with commas between; null when none were given.</summary>
    public static IReadOnlyList<Guid>? Ids(string? ids)
    {
        if (string.IsNullOrEmpty(ids)) return null;
        var parts = ids.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length > 50) throw Problems.InvalidField("ids", "At most 50 ids.");
        return [.. parts.Select(p => Guid.TryParse(p, out var id) ? id : throw Problems.InvalidField("ids", $"{p} is no id.")).Distinct()];
    }
}
