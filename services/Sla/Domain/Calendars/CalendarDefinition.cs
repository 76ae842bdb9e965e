namespace ServiceMesh.Sla.Domain.Calendars;

/// <summary>A calendar as people write it and as it is stored; <see cref="CalendarReader"/> checks it.</summary>
public sealed record CalendarDefinition
{
    /// <summary>IANA zone, for example <c>Asia/Shanghai</c>.</summary>
    public string? TimeZone { get; init; }

    /// <summary>True for 7x24; then <see cref="Week"/> does not count.</summary>
    public bool AlwaysOpen { get; init; }

    /// <summary>Opening hours by weekday (<c>mon</c> to <c>sun</c>), each like <c>09:00-12:30</c>; a day that is missing is closed.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Week { get; init; }

    /// <summary>Days that are closed whatever the week says, as <c>2026-10-01</c>.</summary>
    public IReadOnlyList<string>? Holidays { get; init; }

    /// <summary>Days with hours of their own, for example make-up working days; they replace holiday and week.</summary>
    public IReadOnlyList<SpecialDay>? SpecialDays { get; init; }
}

/// <summary>A day with opening hours of its own.</summary>
/// <param name="Date">As <c>2026-02-14</c>.</param>
/// <param name="Intervals">Opening hours like <c>09:00-18:00</c>; none means closed.</param>
public sealed record SpecialDay(string? Date, IReadOnlyList<string>? Intervals);
