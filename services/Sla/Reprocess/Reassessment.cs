using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Domain.Policies;
using ServiceMesh.Sla.Policies;
using ServiceMesh.Sla.Tickets;

namespace ServiceMesh.Sla.Reprocess;

/// <summary>What a re-process means for a ticket.</summary>
internal enum Verdict
{
    /// <summary>The selection does not name it.</summary>
    NotConcerned,

    /// <summary>It has ended.</summary>
    Ended,

    /// <summary>Its terms are the newest.</summary>
    Unchanged,

    /// <summary>It gets other terms.</summary>
    Changed,
}

/// <summary>A ticket looked at by the newest calendars and policies.</summary>
/// <param name="Verdict">What it means.</param>
/// <param name="Choice">What is chosen, if it gets other terms.</param>
/// <param name="Number">The ticket's number, if it gets other terms.</param>
/// <param name="Effects">What happens to its clocks then.</param>
internal sealed record Reassessment(Verdict Verdict, Choice? Choice, string Number, IReadOnlyList<ClockEffect> Effects)
{
    /// <summary>Looks at a ticket; writes nothing.</summary>
    public static async Task<Reassessment> OfAsync(Work work, StoredTicket ticket, TermsBook book, Selection selection, Guid job, CancellationToken ct)
    {
        var facts = await FactReader.ReadAsync(ticket.Facts, book, work, ct);
        if (TicketHistory.Of(facts) is not { Terms: [.., var current] } history)
        {
            return new(Verdict.NotConcerned, null, "", []);
        }

        var (reference, explanation) = book.Choose(current.Traits);
        var newest = reference is null ? null : await book.FindAsync(work, reference, ct);
        if (!Names(selection, current.Terms) && !Names(selection, newest))
        {
            return new(Verdict.NotConcerned, null, "", []);
        }

        if (history.CancelledAt is not null || history.IsMerged || history.Cycles[^1].ResolvedAt is not null)
        {
            return new(Verdict.Ended, null, "", []);
        }

        if (IsSame(current.Terms, newest))
        {
            return new(Verdict.Unchanged, null, "", []);
        }

        var chosenAt = current.Chosen.At.ToDateTimeOffset();
        var choice = ticket.Facts.Last(f => f.Kind is FactKinds.Triaged or FactKinds.Reprocessed && f.At == chosenAt).Read<TriageData>() with
        {
            Terms = reference,
            Explanation = explanation,
        };
        // After the choice that it takes the place of, whichever clock that one was made by.
        var last = current.At.ToDateTimeOffset();
        var at = work.Now > last ? work.Now : last.AddMicroseconds(1);
        var now = Instant.FromDateTimeOffset(at);
        var changed = TicketHistory.Of([.. facts, new TermsChosen(now, current.Traits, newest) { Reprocess = $"{job}" }])!;
        var clocks = ClockEngine.Clocks(changed, now);
        return new(
            Verdict.Changed, new(new(at, FactKinds.Reprocessed, $"{job}", 0, ReprocessStore.Write(choice)), changed, clocks), choice.Number,
            EffectsOf(ClockEngine.Clocks(history, now), clocks));
    }

    private static bool Names(Selection selection, Terms? terms) =>
        selection.All || selection.TicketIds is not null
        || (terms is not null && selection.Policies?.Contains(terms.Policy) == true)
        || (terms is not null && selection.Calendars is { } calendars && terms.Clocks.Any(c => calendars.Contains(c.CalendarName)));

    private static bool IsSame(Terms? a, Terms? b) =>
        (a?.Policy, a?.PolicyVersion, a?.Rule) == (b?.Policy, b?.PolicyVersion, b?.Rule)
        && (a?.Clocks ?? []).Select(c => (c.CalendarName, c.CalendarVersion)).SequenceEqual((b?.Clocks ?? []).Select(c => (c.CalendarName, c.CalendarVersion)));

    private static List<ClockEffect> EffectsOf(IEnumerable<Clock> before, IEnumerable<Clock> after)
    {
        var (old, young) = (InForce(before), InForce(after));
        return
        [
            .. from key in old.Keys.Union(young.Keys)
               let pair = (Old: old.GetValueOrDefault(key), Young: young.GetValueOrDefault(key))
               where IsOpen(pair.Old) || IsOpen(pair.Young)
               select new ClockEffect(key.Name, key.Cycle, EffectOf(pair.Old, pair.Young), DueOf(pair.Old), DueOf(pair.Young)),
        ];
    }

    private static Dictionary<(string Name, int Cycle), Clock> InForce(IEnumerable<Clock> clocks) =>
        clocks.GroupBy(c => (c.Name, c.Cycle)).Select(c => c.Last()).Where(c => !c.IsReplaced).ToDictionary(c => (c.Name, c.Cycle));

    private static bool IsOpen(Clock? clock) => clock is { MetAt: null, CancelledAt: null };

    private static bool IsBroken(Clock? clock) => clock?.State is ClockState.Breached or ClockState.MetLate;

    private static Effect EffectOf(Clock? old, Clock? young)
    {
        if (IsBroken(young) != IsBroken(old) && young is not null)
        {
            return IsBroken(young) ? Effect.NewlyBreached : Effect.NoLongerBreached;
        }

        var (before, after) = (old?.DueAt, young?.DueAt);
        return (before, after) switch
        {
            ({ } b, { } a) => b == a ? Effect.Same : a < b ? Effect.Earlier : Effect.Later,
            ({ }, null) => Effect.NoLongerDue,
            (null, { }) => Effect.NewlyDue,
            _ when old is not null && young is not null => Math.Sign(young.RemainingTicks - old.RemainingTicks) switch
            {
                0 => Effect.Same,
                < 0 => Effect.Earlier,
                _ => Effect.Later,
            },
            _ => young is null ? Effect.NoLongerDue : Effect.NewlyDue,
        };
    }

    private static DateTimeOffset? DueOf(Clock? clock) => clock?.DueAt?.ToDateTimeOffset();
}
