using NodaTime;

namespace ServiceMesh.Dispatch.Domain.Rosters;

/// <summary>Somebody takes a rotation's duty for a span, instead of whoever it was or, on a shift, of <paramref name="Replaces"/>.</summary>
public sealed record StandIn(Guid RotationId, Guid EngineerId, Guid? Replaces, Instant From, Instant Until);

/// <summary>Somebody is away.</summary>
public sealed record Away(Guid EngineerId, Instant From, Instant Until);

/// <summary>Why it is this person.</summary>
public enum DutyReason
{
    Turn,

    /// <summary>By an override or a swap.</summary>
    Override,

    /// <summary>Whose turn it was is away: the next one.</summary>
    Next,

    /// <summary>All are away: a hole that somebody has to fill.</summary>
    Nobody,
}

/// <summary>One person's span of duty; nobody's when everybody is away.</summary>
public sealed record Duty(Guid RotationId, DutyKind Kind, int Layer, Guid? EngineerId, Instant From, Instant Until, DutyReason Reason);

/// <summary>Rotations, overrides and absences of one team.</summary>
public sealed record Roster(IReadOnlyList<Rotation> Rotations, IReadOnlyList<StandIn> StandIns, IReadOnlyList<Away> Absences)
{
    /// <summary>Who is on duty at an instant, by layer; their spans reach <paramref name="ahead"/> far at most.</summary>
    public IReadOnlyList<Duty> At(Instant at, Duration ahead) =>
        [.. Between(at, at + ahead).Where(d => d.From <= at && at < d.Until).OrderBy(d => d.Layer)];

    /// <summary>All duties that touch the span, cut to it, in order of their beginning and then by layer.</summary>
    public IReadOnlyList<Duty> Between(Instant from, Instant until)
    {
        List<Duty> duties = [];
        foreach (var rotation in Rotations)
            duties.AddRange(Joined(rotation.Shifts(from, until).SelectMany(s => Pieces(rotation, s.On, Instant.Max(s.From, from), Instant.Min(s.Until, until)))));
        return [.. duties.OrderBy(d => d.From).ThenBy(d => d.Layer).ThenBy(d => d.RotationId).ThenBy(d => d.EngineerId)];
    }

    /// <summary>A shift, cut wherever an override or an absence begins or ends.</summary>
    private IEnumerable<Duty> Pieces(Rotation rotation, LocalDate on, Instant from, Instant until)
    {
        var standIns = StandIns.Where(s => s.RotationId == rotation.Id && s.From < until && s.Until > from).ToList();
        var absences = Absences.Where(a => a.From < until && a.Until > from).ToList();
        var cuts = standIns.SelectMany(s => new[] { s.From, s.Until }).Concat(absences.SelectMany(a => new[] { a.From, a.Until }))
            .Where(c => c > from && c < until).Append(until).Distinct().Order();
        var begin = from;
        foreach (var end in cuts)
        {
            var away = absences.Where(a => a.From <= begin && begin < a.Until).Select(a => a.EngineerId).ToHashSet();
            var present = standIns.Where(s => s.From <= begin && begin < s.Until).ToList();
            foreach (var (engineer, reason) in rotation.Kind == DutyKind.Shift ? Working(rotation, present, away) : [OnCall(rotation, on, present, away)])
                yield return new Duty(rotation.Id, rotation.Kind, rotation.Layer, engineer, begin, end, reason);
            begin = end;
        }
    }

    private static (Guid? Engineer, DutyReason Reason) OnCall(Rotation rotation, LocalDate on, List<StandIn> standIns, HashSet<Guid> away)
    {
        // The latest made is the last word.
        if (standIns.FindLast(s => !away.Contains(s.EngineerId)) is { } standIn) return (standIn.EngineerId, DutyReason.Override);
        var turn = rotation.TurnOf(on);
        for (var i = 0; i < rotation.Participants.Count; i++)
        {
            var next = rotation.Participants[(turn + i) % rotation.Participants.Count];
            if (!away.Contains(next)) return (next, i == 0 ? DutyReason.Turn : DutyReason.Next);
        }

        return (null, DutyReason.Nobody);
    }

    private static IEnumerable<(Guid? Engineer, DutyReason Reason)> Working(Rotation rotation, List<StandIn> standIns, HashSet<Guid> away)
    {
        var off = standIns.Select(s => s.Replaces).OfType<Guid>().ToHashSet();
        return rotation.Participants.Where(p => !away.Contains(p) && !off.Contains(p) && standIns.All(s => s.EngineerId != p))
            .Select(p => ((Guid?)p, DutyReason.Turn))
            .Concat(standIns.Select(s => s.EngineerId).Distinct().Where(s => !away.Contains(s)).Select(s => ((Guid?)s, DutyReason.Override)));
    }

    /// <summary>Spans of one person that follow one another become one.</summary>
    private static List<Duty> Joined(IEnumerable<Duty> pieces)
    {
        List<Duty> joined = [];
        foreach (var piece in pieces)
        {
            var before = joined.FindLastIndex(d => d.EngineerId == piece.EngineerId && d.Reason == piece.Reason);
            if (before >= 0 && joined[before].Until == piece.From) joined[before] = joined[before] with { Until = piece.Until };
            else joined.Add(piece);
        }

        return joined;
    }
}
