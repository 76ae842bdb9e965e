namespace ServiceMesh.Sla.Domain.Calendars;

/// <summary>One year's holidays and make-up working days (调休) as people write them; <see cref="YearOfDaysReader"/> checks it.</summary>
public sealed record YearOfDays
{
    /// <summary>Days that are closed, as <c>2026-10-01</c>.</summary>
    public IReadOnlyList<string>? Holidays { get; init; }

    /// <summary>Days that are worked whatever the week says.</summary>
    public IReadOnlyList<WorkingDay>? WorkingDays { get; init; }
}

/// <summary>A day that is worked whatever the week says.</summary>
/// <param name="Date">As <c>2026-02-14</c>.</param>
/// <param name="Intervals">Its opening hours like <c>09:00-18:00</c>; null means those of the first open day from Monday on.</param>
public sealed record WorkingDay(string? Date, IReadOnlyList<string>? Intervals = null);

/// <summary>A day whose opening hours, or the reason for them, change.</summary>
/// <param name="Date">As <c>2026-10-01</c>.</param>
/// <param name="Before">How it is.</param>
/// <param name="After">How it will be.</param>
public sealed record DayChange(string Date, DayHours Before, DayHours After);

/// <summary>The opening hours of a day.</summary>
/// <param name="Why">What decides them.</param>
/// <param name="Intervals">Like <c>09:00-18:00</c>, in order; none when closed.</param>
public sealed record DayHours(DayKind Why, IReadOnlyList<string> Intervals);
