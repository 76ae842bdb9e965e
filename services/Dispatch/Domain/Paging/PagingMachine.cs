namespace ServiceMesh.Dispatch.Domain.Paging;

/// <summary>Decides how a paging goes on. Pure: who stands behind each target is given.</summary>
public static class PagingMachine
{
    /// <summary>The most people that one step tells.</summary>
    public const int MostPeople = 20;

    /// <summary>The ladder for an alarm: from the target on; a target that the team's ladder lacks comes before all of it.</summary>
    public static string[] LadderFor(string? target, IReadOnlyList<string> usual)
    {
        if (target is null) return [.. usual];
        var at = usual.ToList().IndexOf(target);
        return at < 0 ? [target, .. usual] : [.. usual.Skip(at)];
    }

    /// <summary>Tells the first step's people.</summary>
    /// <param name="blank">The paging with its ladder, at step 0.</param>
    /// <param name="people">Who stands behind each target of the ladder.</param>
    /// <param name="now">The instant.</param>
    public static PagingMove Begin(Paging blank, IReadOnlyDictionary<string, IReadOnlyList<Responder>> people, DateTimeOffset now) =>
        Tell(blank, 1, 0, people, now);

    /// <summary>Nobody answered in time: a reminder, else the next step.</summary>
    public static PagingMove TimedOut(Paging p, IReadOnlyDictionary<string, IReadOnlyList<Responder>> people, DateTimeOffset now) =>
        p.Reminder < p.Reminders ? Tell(p, p.Step, p.Reminder + 1, people, now) : Tell(p, p.Step + 1, 0, people, now);

    /// <summary>
    /// Something else escalates while people are paged. Who is told already is not told again: only an alarm for a later step, or one by
    /// hand, moves on, at once.
    /// </summary>
    public static PagingMove Raise(Paging p, Alarm alarm, IReadOnlyDictionary<string, IReadOnlyList<Responder>> people, DateTimeOffset now)
    {
        var joined = p with { Alarms = [.. p.Alarms, alarm.Key] };
        var step = StepOf(p, alarm.Target);
        if (alarm.Target is not null && step == 0)
        {
            joined = joined with { Ladder = [.. p.Ladder.Take(p.Step), alarm.Target, .. p.Ladder.Skip(p.Step)] };
            step = p.Step + 1;
        }

        var told = alarm.Target is null ? Math.Min(p.Step + 1, p.Ladder.Length) : step;
        return told <= p.Step
            ? new PagingMove(joined, [])
            : Tell(joined with { Level = alarm.Level, Clock = alarm.Clock, Reason = alarm.Reason, DueAt = alarm.DueAt }, told, 0, people, now);
    }

    /// <summary>Somebody takes it on.</summary>
    public static Paging Acknowledge(Paging p, string by, string via, DateTimeOffset now) =>
        p with { State = PagingState.Acknowledged, NextAt = null, EndedAt = now, EndedBy = by, EndedVia = via };

    /// <summary>It is no longer needed.</summary>
    /// <param name="why"><c>resolved</c>, <c>cancelled</c>, <c>closed</c>, <c>merged</c>, <c>team-changed</c> or <c>clock-met</c>.</param>
    public static Paging Stop(Paging p, string why, DateTimeOffset now) =>
        p with { State = PagingState.Stopped, NextAt = null, EndedAt = now, EndedBy = why };

    private static int StepOf(Paging p, string? target) => target is null ? 0 : Array.IndexOf(p.Ladder, target) + 1;

    /// <summary>Tells a step's people; a step without anybody to reach is passed at once.</summary>
    private static PagingMove Tell(
        Paging p, int step, int reminder, IReadOnlyDictionary<string, IReadOnlyList<Responder>> people, DateTimeOffset now)
    {
        List<Page> pages = [];
        var until = now.AddMinutes(p.Minutes);
        for (; step <= p.Ladder.Length; step++, reminder = 0)
        {
            var target = p.Ladder[step - 1];
            var told = people.GetValueOrDefault(target, []).DistinctBy(r => r.Id).Take(MostPeople)
                .Where(r => reminder == 0 || r.Reachable)
                .Select(r => new Page(Guid.CreateVersion7(now), step, target, reminder, r, now, until)).ToList();
            pages.AddRange(told);
            if (told.Exists(t => t.Person.Reachable))
                return new PagingMove(
                    p with { Step = step, Reminder = reminder, NextAt = until, Pages = p.Pages + told.Count(t => t.Person.Reachable) }, pages);
        }

        return new PagingMove(
            p with { Step = p.Ladder.Length, State = PagingState.Unanswered, NextAt = null, EndedAt = now, EndedBy = "unanswered" }, pages);
    }
}
