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
            Remaining = isOver || clock.DueAt is not null ? null : Write(Duration.FromTicks(clock.RemainingTicks)),
            MetAt = Write(clock.MetAt),
            BreachedAt = Write(clock.BreachedAt),
            CancelledAt = Write(clock.CancelledAt),
            ElapsedWorking = Write(Duration.FromTicks(clock.ElapsedTicks)),
            ElapsedWall = Write(clock.LooksTo - clock.StartedAt),
            Warnings = [.. Ladder.Reached(clock, ThresholdKind.Warning, now).Select(w => Warning(clock, w.Threshold, w.At))],
            Escalations = clock.Promise.Thresholds.All(t => t.Kind != ThresholdKind.Escalation)
                ? null
                : [.. Ladder.Reached(clock, ThresholdKind.Escalation, now).Select(e => new PreviewEscalation(e.Threshold.Level, e.Threshold.Role, Write(e.At)))],
            StartedBy = Show(Explanation.StartedBy(history, clock))!,
            MetBy = Show(Explanation.MetBy(history, clock)),
            AsksFor = Explanation.AsksFor(clock),
            Calendar = clock.Promise.CalendarName == PreviewTermsReader.MainCalendar ? null : clock.Promise.CalendarName,
            Legs = clock.Legs.Count == 0
                ? null
                : [.. clock.Legs.Select(l => new PreviewLeg(l.Clock, l.State, Write(l.DueAt), Write(l.MetAt), Show(Explanation.MetBy(history, l)), Explanation.AsksFor(clock, l)))],
            Explain = Explain(history, clock, steps),
        };
    }

    private static PreviewWarning Warning(Clock clock, Threshold threshold, Instant at) =>
        new(threshold.PercentOf(clock.Target.BclCompatibleTicks), Write(at), threshold.Offset is { } before ? Write(-before) : null);

    private static PreviewHappening? Show(Happening? what) => what is null ? null : new(what.Event, Write(what.At));

    /// <summary>What started and met it, around what its due time is made of.</summary>
    private static List<PreviewStep> Explain(TicketHistory history, Clock clock, int most)
    {
        var done = clock.Legs.Select(l => (Kind: "legDone", Leg: (string?)l.Clock, What: Explanation.MetBy(history, l)))
            .Append((Kind: "met", Leg: null, What: Explanation.MetBy(history, clock)));
        return
        [
            Step("started", Explanation.StartedBy(history, clock), null, Explanation.StartWords(history, clock)),
            .. Counting(history, clock, most),
            .. done.Where(d => d.What is not null).OrderBy(d => d.What!.At).Select(d => Step(d.Kind, d.What!, d.Leg, Explanation.DoneWords(clock, d.What!, d.Leg))),
        ];
    }

    private static PreviewStep Step(string kind, Happening what, string? leg, string words) =>
        new(kind, Write(what.At), Write(what.At), Write(Duration.Zero), Event: what.Event, Leg: leg, Words: words);

    private static IEnumerable<PreviewStep> Counting(TicketHistory history, Clock clock, int most)
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

        return steps.OrderBy(s => s.At).Select(s => s.Step);
    }

    private static string Write(Instant at) => InstantPattern.ExtendedIso.Format(at);

    private static string? Write(Instant? at) => at is { } instant ? Write(instant) : null;

    private static string Write(Duration duration) => IsoDuration.Write(duration);
}
