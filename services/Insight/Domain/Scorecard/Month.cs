using System.Globalization;
using NodaTime;

namespace ServiceMesh.Insight.Domain.Scorecard;

/// <summary>A calendar month of a tenant.</summary>
/// <param name="Number">Year times 12 plus the month from 0.</param>
public readonly record struct Month(int Number) : IComparable<Month>
{
    /// <summary>1 to 12 of <paramref name="year"/>.</summary>
    public static Month Of(int year, int month) => new((year * 12) + month - 1);

    /// <summary>The month of an instant in the tenant's zone.</summary>
    public static Month Of(DateTimeOffset at, DateTimeZone? zone)
    {
        var day = TenantDay.Of(at, zone);
        return Of(day.Year, day.Month);
    }

    /// <summary>Reads <c>2026-07</c>; null for anything else. Years 2000 to 2199.</summary>
    public static Month? Parse(string? text) =>
        text is { Length: 7 } && text[4] == '-'
        && int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
        && int.TryParse(text.AsSpan(5, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var month)
        && year is >= 2000 and < 2200 && month is >= 1 and <= 12 ? Of(year, month) : null;

    public int Year => Number / 12;

    public DateOnly FirstDay => new(Year, (Number % 12) + 1, 1);

    public DateOnly LastDay => FirstDay.AddMonths(1).AddDays(-1);

    public static Month operator +(Month month, int months) => new(month.Number + months);

    public static Month Add(Month left, int right) => left + right;

    public static bool operator <(Month left, Month right) => left.Number < right.Number;

    public static bool operator >(Month left, Month right) => left.Number > right.Number;

    public static bool operator <=(Month left, Month right) => left.Number <= right.Number;

    public static bool operator >=(Month left, Month right) => left.Number >= right.Number;

    public int CompareTo(Month other) => Number.CompareTo(other.Number);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:d4}-{(Number % 12) + 1:d2}");
}

/// <summary>Whole months, both ends included.</summary>
public sealed record MonthSpan(Month From, Month To)
{
    public int Months => To.Number - From.Number + 1;

    /// <summary>The same number of months directly before.</summary>
    public MonthSpan Before => new(From + -Months, From + -1);

    public IEnumerable<Month> All => Enumerable.Range(From.Number, Months).Select(n => new Month(n));

    /// <summary>Reads a month (<c>2026-07</c>) or a half-year (<c>2026-H2</c>); null for anything else.</summary>
    public static MonthSpan? Parse(string? text)
    {
        if (Month.Parse(text) is { } month) return new MonthSpan(month, month);
        if (text is not { Length: 7 } || text[4] != '-' || text[5] != 'H' || text[6] is not ('1' or '2')) return null;
        if (Month.Parse(text[..4] + "-01") is not { } january) return null;
        var first = january + (text[6] == '1' ? 0 : 6);
        return new MonthSpan(first, first + 5);
    }

    /// <summary><c>2026-07</c>, <c>2026-H2</c>, or both ends with two dots between.</summary>
    public override string ToString() =>
        Months == 1 ? From.ToString()
        : Months == 6 && From.Number % 6 == 0 ? string.Create(CultureInfo.InvariantCulture, $"{From.Year:d4}-H{(From.Number % 12 / 6) + 1}")
        : $"{From}..{To}";
}
