using System.ComponentModel.DataAnnotations;
using NodaTime;
using ServiceMesh.Dispatch.Domain.Rosters;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Rosters;

/// <summary>A rotation to make or change.</summary>
/// <param name="Kind">On call: one at a time, in turn. Shift: all at once.</param>
/// <param name="Zone">IANA zone of the times, for example <c>Asia/Shanghai</c>.</param>
/// <param name="StartsOn">The first day; turns are counted from it.</param>
/// <param name="At">When a shift begins, for example <c>08:30</c>.</param>
/// <param name="Minutes">How long it lasts by the wall clock, 1 to 44,640; never past the next shift's beginning.</param>
/// <param name="Rule">An RRULE that speaks of days, for example <c>FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR</c>.</param>
/// <param name="Participants">Engineers, in the order of their turns; 1 to 100.</param>
/// <param name="Layer">1 to 9: who is paged first, and then.</param>
/// <param name="TurnDays">After so many days the next one takes over, 1 to 366; for on-call only.</param>
/// <param name="EndsOn">The last day on which a shift begins.</param>
public sealed record RotationRequest(
    [NotBlank, MaxLength(200)] string Name,
    DutyKind Kind,
    [MaxLength(64)] string Zone,
    DateOnly StartsOn,
    TimeOnly At,
    [Range(1, Rotation.LongestMinutes)] int Minutes,
    [NotBlank, MaxLength(500)] string Rule,
    [MinLength(1), MaxLength(100)] Guid[] Participants,
    [Range(1, 9)] int Layer = 1,
    [Range(1, 366)] int TurnDays = 7,
    DateOnly? EndsOn = null)
{
    /// <summary>So many shifts are looked at for one that reaches into the next.</summary>
    private const int LookedAt = 400;

    /// <summary>What the attributes cannot say.</summary>
    /// <exception cref="ProblemException">400, naming the field: a zone or rule that there is not, a shift that cannot be, one that never comes.</exception>
    internal Recurrence Check()
    {
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(Zone) is null) throw Problems.InvalidField("zone", "There is no such zone.");
        if (StartsOn.Year is < 1970 or > 2200) throw Problems.InvalidField("startsOn", "The first day lies in 1970 to 2200.");
        if (EndsOn < StartsOn) throw Problems.InvalidField("endsOn", "It ends before it starts.");
        if (Participants.Distinct().Count() != Participants.Length) throw Problems.InvalidField("participants", "Somebody is named twice.");
        var (rule, problem) = RecurrenceReader.Read(Rule);
        if (rule is null) throw Problems.InvalidField("rule", problem!);
        var start = LocalDate.FromDateOnly(StartsOn);
        var end = EndsOn is { } last ? LocalDate.FromDateOnly(last).PlusDays(1) : Recurrence.Horizon;
        if (rule.FirstOf(start) is not { } first || first >= end) throw Problems.InvalidField("rule", "By this rule the shift never comes.");
        var dates = rule.Dates(start, start, end).Take(LookedAt).ToList();
        for (var i = 1; i < dates.Count; i++)
            if (Period.DaysBetween(dates[i - 1], dates[i]) * 24 * 60 < Minutes)
                throw Problems.InvalidField("minutes", "A shift would still go on when the next begins.");
        return rule;
    }
}

/// <summary>A rotation as shown.</summary>
public sealed record RotationView(
    Guid Id, string Name, DutyKind Kind, int Layer, string Zone, DateOnly StartsOn, DateOnly? EndsOn, TimeOnly At, int Minutes, string Rule,
    int TurnDays, IReadOnlyList<Guid> Participants)
{
    internal static RotationView Of(RotationRow r) =>
        new(r.Id, r.Name, r.Kind, r.Layer, r.Zone, r.StartsOn, r.EndsOn, r.At, r.Minutes, r.Rule, r.TurnDays, r.Participants);
}

/// <summary>All rotations of a team; there is never a next page.</summary>
public sealed record RotationList(IReadOnlyList<RotationView> Items, string? Next = null);

/// <summary>Somebody takes a duty for a span of at most 366 days.</summary>
/// <param name="Replaces">On a shift: who stays away for it.</param>
public sealed record OverrideRequest(
    Guid RotationId, Guid EngineerId, DateTimeOffset From, DateTimeOffset Until, Guid? Replaces = null, [MaxLength(500)] string? Reason = null);

/// <summary>An override as shown.</summary>
/// <param name="SwapId">The same in both halves of a swap.</param>
public sealed record OverrideView(
    Guid Id, Guid RotationId, Guid EngineerId, Guid? Replaces, DateTimeOffset From, DateTimeOffset Until, Guid? SwapId, string? Reason, string? By)
{
    internal static OverrideView Of(OverrideRow o) => new(o.Id, o.RotationId, o.EngineerId, o.ReplacesId, o.StartsAt, o.EndsAt, o.SwapId, o.Reason, o.ByName);
}

/// <summary>The overrides that are not over yet.</summary>
public sealed record OverrideList(IReadOnlyList<OverrideView> Items, string? Next = null);

/// <summary>A span of time; its end is not part of it.</summary>
public sealed record Span(DateTimeOffset From, DateTimeOffset Until);

/// <summary>Two who are on call exchange spans of one rotation; each span is one person's throughout.</summary>
public sealed record SwapRequest(Guid RotationId, Span First, Span Second, [MaxLength(500)] string? Reason = null);

/// <summary>An engineer is away; 366 days at most.</summary>
public sealed record AbsenceRequest(DateTimeOffset From, DateTimeOffset Until, [MaxLength(500)] string? Reason = null);

/// <summary>An absence as shown.</summary>
public sealed record AbsenceView(Guid Id, DateTimeOffset From, DateTimeOffset Until, string? Reason);

/// <summary>An engineer's absences that are not over yet.</summary>
public sealed record AbsenceList(IReadOnlyList<AbsenceView> Items, string? Next = null);

/// <summary>A span of duty as shown.</summary>
/// <param name="EngineerId">Null where nobody can: everybody is away.</param>
/// <param name="Because">Whose turn it is, an override, the next because somebody is away, or nobody.</param>
public sealed record DutyView(
    Guid RotationId, DutyKind Kind, int Layer, Guid? EngineerId, string? EngineerName, DateTimeOffset From, DateTimeOffset Until, DutyReason Because)
{
    internal static DutyView Of(Duty d, NamedRoster roster) => new(
        d.RotationId, d.Kind, d.Layer, d.EngineerId, roster.NameOf(d.EngineerId), d.From.ToDateTimeOffset(), d.Until.ToDateTimeOffset(), d.Reason);
}

/// <summary>Who is on duty.</summary>
public sealed record DutyList(IReadOnlyList<DutyView> Items, string? Next = null);
