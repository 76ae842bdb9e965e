using NodaTime;
using NodaTime.TimeZones;

namespace ServiceMesh.Dispatch.Domain.Rosters;

/// <summary>What a rotation is for.</summary>
public enum DutyKind
{
    /// <summary>One at a time, in turn: who is paged.</summary>
    OnCall,

    /// <summary>All of them at once: who works.</summary>
    Shift,
}

/// <summary>People and the times at which they are on duty. Layers are paged one after another; several rotations of one layer follow the sun.</summary>
/// <param name="Layer">From 1.</param>
/// <param name="Zone">The local times' zone.</param>
/// <param name="StartsOn">The first day, from which turns are counted.</param>
/// <param name="EndsOn">The last day on which a shift begins; null when it goes on.</param>
/// <param name="At">When a shift begins.</param>
/// <param name="Minutes">How long it lasts by the wall clock: until what the clock on the wall shows then, so that a change of the clocks leaves no hole.</param>
/// <param name="Rule">The days on which shifts begin.</param>
/// <param name="TurnDays">After so many days the next one takes over; only for on-call.</param>
/// <param name="Participants">In the order of their turns.</param>
public sealed record Rotation(
    Guid Id, DutyKind Kind, int Layer, DateTimeZone Zone, LocalDate StartsOn, LocalDate? EndsOn, LocalTime At, int Minutes,
    Recurrence Rule, int TurnDays, IReadOnlyList<Guid> Participants)
{
    /// <summary>The longest shift: a month.</summary>
    public const int LongestMinutes = 31 * 24 * 60;

    /// <summary>
    /// A time that the clocks skip is the end of the skipped hour, one that comes twice is its first pass. Both the end of a shift and
    /// the beginning of the next are read so, and later times are never read as earlier ones.
    /// </summary>
    private static readonly ZoneLocalMappingResolver s_resolver =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>The shifts that touch the span, in order of their beginning.</summary>
    public IEnumerable<(LocalDate On, Instant From, Instant Until)> Shifts(Instant from, Instant until)
    {
        // A day more on either side: zones reach 15 hours from each other, and a shift begun days ago may still go on.
        var first = from.InZone(Zone).Date.PlusDays(-Minutes / (24 * 60) - 2);
        var end = until.InZone(Zone).Date.PlusDays(2);
        if (EndsOn is { } last && last < end) end = last.PlusDays(1);
        foreach (var date in Rule.Dates(StartsOn, first, end))
        {
            var starts = Resolve(date.At(At));
            var ends = Resolve(date.At(At).PlusMinutes(Minutes));
            if (starts < until && ends > from && starts < ends) yield return (date, starts, ends);
        }
    }

    /// <summary>Whose turn it is for the shift that begins on <paramref name="date"/>, as a place in <see cref="Participants"/>.</summary>
    public int TurnOf(LocalDate date) => Period.DaysBetween(StartsOn, date) / TurnDays % Participants.Count;

    private Instant Resolve(LocalDateTime local) => Zone.ResolveLocal(local, s_resolver).ToInstant();
}
