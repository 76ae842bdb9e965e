namespace ServiceMesh.Contracts;

/// <summary>
/// Published by Sla with a calendar's whole state when a version of it becomes the newest, and once for each calendar that was there before
/// this was told. Running clocks keep the version they have; this is for whoever asks whether it is open now.
/// </summary>
public sealed record CalendarChanged : Event
{
    /// <summary>The same for every version of the calendar.</summary>
    public required Guid CalendarId { get; init; }

    /// <summary>Unique in the tenant, for example <c>working-hours</c>: what policies and people name it by.</summary>
    public required string Name { get; init; }

    /// <summary>From 1. Told again with the same number when only its zone was put right.</summary>
    public required int Version { get; init; }

    /// <summary>IANA zone of the opening hours.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Opening hours by weekday, Monday first; a weekday that is missing is closed. Always open is seven whole days.</summary>
    public required IReadOnlyList<WeekdayHours> Week { get; init; }

    /// <summary>Days that are closed whatever the week says, in order.</summary>
    public required IReadOnlyList<DateOnly> Holidays { get; init; }

    /// <summary>Days with hours of their own, in order; they replace holiday and week.</summary>
    public required IReadOnlyList<SpecialDayHours> SpecialDays { get; init; }

    /// <summary>When this version was made: it holds for what begins from then on.</summary>
    public required DateTimeOffset ValidFrom { get; init; }

    public override Guid AggregateId => CalendarId;
}
