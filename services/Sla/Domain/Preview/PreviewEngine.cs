using NodaTime;
using NodaTime.Text;
using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Domain.Policies;

namespace ServiceMesh.Sla.Domain.Preview;

/// <summary>Computes what a contract would have meant, with the code that keeps the real tickets' clocks. Pure; stores nothing.</summary>
public static class PreviewEngine
{
    private const int MostSteps = 20_000;
    private const int FewestStepsPerClock = 8;

    /// <summary>The clocks, or null after adding to <paramref name="errors"/>.</summary>
    /// <param name="request">What to try.</param>
    /// <param name="present">The instant to look from unless the request says.</param>
    /// <param name="errors">Takes what is wrong, each with the field's path.</param>
    public static PreviewAnswer? Run(PreviewRequest request, Instant present, ICollection<FieldError> errors)
    {
        if (PreviewReader.Read(request, present, errors) is not { } preview)
        {
            return null;
        }

        if (TicketHistory.OfOrdered(preview.Facts) is not { } history)
        {
            return new([], [.. preview.Problems.Concat(preview.Facts.Select(f => Problem(f, request))).OrderBy(p => p.Index)]) { Compensation = preview.Money is null ? null : [] };
        }

        var clocks = ClockEngine.Clocks(history, preview.Now);
        var steps = Math.Max(FewestStepsPerClock, MostSteps / Math.Max(1, clocks.Count));
        return new(
            [.. clocks.Select(c => Show(history, c, preview.Now, steps))],
            [.. preview.Problems.Concat(history.LeftOut.Select(f => Problem(f, request))).OrderBy(p => p.Index)])
        {
            Compensation = preview.Money is { } money ? PreviewCompensation.Of(history, clocks, money, preview.Now) : null,
        };
    }

    internal static PreviewProblem CannotFollow(int index, string type) => new(index, "cannot-follow", type, "It cannot follow what happened before and changes nothing.");

    private static PreviewProblem Problem(Fact fact, PreviewRequest request) => CannotFollow((int)fact.Sequence, request.Events![(int)fact.Sequence].Type!);

    private static PreviewClock Show(TicketHistory history, Clock clock, Instant now, int steps)
    {
        var isOver = clock.State is ClockState.Met or ClockState.MetLate or ClockState.Cancelled || clock.CancelledAt is not null;
        return new()
        {
            Clock = clock.Name,
            Cycle = clock.Cycle,
            State = clock.State,
            StartedAt = Write(clock.StartedAt),
            DueAt = Write(clock.DueAt),
            Remaining = isOver ? null : Write(Duration.FromTicks(clock.RemainingTicks)),
            MetAt = Write(clock.MetAt),
            BreachedAt = Write(clock.BreachedAt),
            CancelledAt = Write(clock.CancelledAt),
            ElapsedWorking = Write(Duration.FromTicks(clock.ElapsedTicks)),
            ElapsedWall = Write(clock.LooksTo - clock.StartedAt),
            Warnings = [.. Ladder.WarningsReached(clock, now).Select(w => new PreviewWarning(w.Threshold.Percent, Write(w.At)))],
            Legs = clock.Legs.Count == 0 ? null : [.. clock.Legs.Select(l => new PreviewLeg(l.Clock, l.State, Write(l.DueAt), Write(l.MetAt)))],
            Explain = Explain(history, clock, steps),
        };
    }

    private static List<PreviewStep> Explain(TicketHistory history, Clock clock, int most)
    {
        var steps = new List<(Instant At, PreviewStep Step)>();
        var end = clock.DueAt ?? clock.LooksTo;
        Instant? shownTo = null;
        foreach (var (from, to) in Explanation.Counted(clock))
        {
            if (steps.Count >= most)
            {
                // The rest in one step: a promise of years is not told hour by hour.
                var rest = clock.Ran.Where(s => s.From < end).Sum(s => clock.Promise.Calendar.Between(Instant.Max(s.From, shownTo!.Value), s.To < end ? s.To.Value : end));
                steps.Add((from, new("more", Write(from), Write(end), Write(Duration.FromTicks(rest)))));
                break;
            }

            steps.Add((from, new("counted", Write(from), Write(to), Write(to - from))));
            shownTo = to;
        }

        foreach (var left in Explanation.LeftOut(history, clock).Take(most))
        {
            var isResolved = left.Reason == Explanation.ResolvedReason;
            steps.Add((left.Time.From, new(
                isResolved ? "resolved" : "paused", Write(left.Time.From), Write(left.Time.To), Write(Duration.FromTicks(left.WorkingTicks)), isResolved ? null : left.Reason)));
        }

        return [.. steps.OrderBy(s => s.At).Select(s => s.Step)];
    }

    private static string Write(Instant at) => InstantPattern.ExtendedIso.Format(at);

    private static string? Write(Instant? at) => at is { } instant ? Write(instant) : null;

    private static string Write(Duration duration) => IsoDuration.Write(duration);
}
