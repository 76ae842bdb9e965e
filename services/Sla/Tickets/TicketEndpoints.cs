using System.Text.Json;
using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Policies;

namespace ServiceMesh.Sla.Tickets;

/// <summary>What people ask about a ticket's clocks.</summary>
public static class TicketEndpoints
{
    public static IEndpointRouteBuilder MapTicketClocks(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/sla/tickets/{ticketId:guid}", GetAsync)
            .RequireRoles(Roles.Staff)
            .Produces<TicketClocks>()
            .ProducesProblem(404)
            .WithName("GetTicketClocks")
            .WithTags("tickets")
            .WithSummary("A ticket's clocks, each due time unfolded into what started and met it, counted hours, pauses, calendar, policy and rule. 404 ticket.not-found.");
        return app;
    }

    private static async Task<TicketClocks> GetAsync(Guid ticketId, Caller caller, IWorkFactory works, TermsLibrary library, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var ticket = await TicketStore.FindAsync(work, caller.Tenant, ticketId, ct) ?? throw Problems.NotFound("ticket.not-found");
        var book = await library.OpenAsync(work, caller.Tenant, ticket.Revision, ct);
        var history = TicketHistory.Of(await FactReader.ReadAsync(ticket.Facts, book, work, ct));
        if (history is null)
        {
            return new() { TicketId = ticketId, At = work.Now, Clocks = [], LeftOut = [] };
        }

        var clocks = ClockEngine.Clocks(history, Instant.FromDateTimeOffset(work.Now));
        var (chosenAt, terms) = (history.Terms[^1].Chosen.At.ToDateTimeOffset(), history.Terms[^1].Terms);
        var triage = ticket.Facts.Last(f => f.Kind is FactKinds.Triaged or FactKinds.Reprocessed && f.At == chosenAt).Read<TriageData>();
        return new()
        {
            TicketId = ticketId,
            Number = triage.Number,
            OpenedAt = history.OpenedAt.ToDateTimeOffset(),
            Policy = terms?.Policy,
            PolicyVersion = terms?.PolicyVersion,
            Rule = terms?.Rule,
            Explanation = triage.Explanation,
            At = work.Now,
            NextDueAt = PublishedClocks.Of(history, clocks).NextDueAt,
            MergedInto = history.IsMerged ? ticket.Facts.Where(f => f.Kind == FactKinds.Merged).MaxBy(f => f.At)!.Read<MergeData>().Number : null,
            Clocks = [.. clocks.Select(c => Explain(history, c, ticket.Levels))],
            LeftOut = [.. history.LeftOut.Select(f => new LeftOutFact(JsonNamingPolicy.CamelCase.ConvertName(f.GetType().Name), f.At.ToDateTimeOffset()))],
        };
    }

    private static ExplainedClock Explain(TicketHistory history, Clock clock, IReadOnlyList<StoredLevel> levels)
    {
        var view = PublishedClocks.View(history, clock);
        return new()
        {
            Clock = view.Clock,
            Cycle = view.Cycle,
            State = view.State,
            InForce = !clock.IsReplaced,
            StartedAt = view.StartedAt,
            AttachedAt = clock.AttachedAt.ToDateTimeOffset(),
            TargetSeconds = view.TargetSeconds,
            DueAt = view.DueAt,
            RemainingSeconds = Seconds(clock.RemainingTicks),
            MetAt = view.MetAt,
            BreachedAt = view.BreachedAt,
            CancelledAt = clock.CancelledAt?.ToDateTimeOffset(),
            CancelledBecause = clock switch
            {
                { CancelledAt: null } => null,
                { IsMerged: true } => "merged",
                { IsReplaced: true } => "replaced",
                _ => clock.CancelledAt == history.CancelledAt ? "cancelled" : "resolved",
            },
            Team = view.Team,
            PausedBy = view.PausedBy,
            StartedBy = Explain(Explanation.StartedBy(history, clock), Explanation.StartWords(history, clock)),
            MetBy = Explanation.MetBy(history, clock) is { } met ? Explain(met, Explanation.DoneWords(clock, met)) : null,
            AsksFor = Explanation.AsksFor(clock),
            Legs = view.Legs is { } legs ? [.. legs.Zip(clock.Legs, (shown, leg) => Explain(history, clock, shown, leg))] : null,
            ElapsedWorkingSeconds = Seconds(clock.ElapsedTicks),
            ElapsedWallSeconds = Seconds((clock.LooksTo - clock.StartedAt).BclCompatibleTicks),
            Policy = clock.Terms.Policy,
            PolicyVersion = clock.Terms.PolicyVersion,
            Rule = clock.Terms.Rule,
            Calendar = clock.Promise.CalendarName,
            CalendarVersion = clock.Promise.CalendarVersion,
            TimeZone = clock.Promise.Calendar.Zone.Id,
            Intervals = [.. Explanation.Counted(clock).Select(i => new CountedInterval(i.From.ToDateTimeOffset(), i.To.ToDateTimeOffset(), Seconds((i.To - i.From).BclCompatibleTicks)))],
            Pauses =
            [
                .. Explanation.LeftOut(history, clock)
                    .Select(p => new ExplainedPause(p.Reason, p.Time.From.ToDateTimeOffset(), p.Time.To?.ToDateTimeOffset(), Seconds(p.WorkingTicks))),
            ],
            Levels =
            [
                .. levels.Where(l => l.Key.Clock == clock.Name && l.Key.Cycle == clock.Cycle)
                    .Select(l => new ExplainedLevel(l.Key.Threshold, l.ReachedAt, l.RecordedAt, l.SkippedBecause)),
            ],
        };
    }

    private static ExplainedLeg Explain(TicketHistory history, Clock clock, ClockLegView shown, Leg leg) => new(
        shown.Clock, shown.State, shown.DueAt, shown.MetAt, shown.Cutoff, shown.Zone, Explanation.AsksFor(clock, leg),
        Explanation.MetBy(history, leg) is { } done ? Explain(done, Explanation.DoneWords(clock, done, leg.Clock)) : null);

    private static ExplainedEvent Explain(Happening what, string words) => new(what.Event, what.At.ToDateTimeOffset(), words);

    private static decimal Seconds(long ticks) => ticks / (decimal)NodaConstants.TicksPerSecond;
}
