using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Domain.Paging;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Teams;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Paging;

/// <summary>
/// Pages people about a ticket. Everything here happens under the ticket's row lock, so that a ticket's alarms, time-outs,
/// acknowledgements and its end come one after another.
/// </summary>
internal sealed partial class Pager(AcknowledgementLinks links, ILogger<Pager> logger)
{
    /// <summary>The timer's kind; its key is the ticket.</summary>
    public const string Timer = "paging";

    /// <summary>Somebody is needed. What has paged before does not page again, nor does a clock's run whose ladder somebody took on.</summary>
    public async Task AlarmAsync(Work work, Ticket ticket, Alarm alarm, DateTimeOffset now, CancellationToken ct)
    {
        if (!IsWorked(ticket)) return;
        var db = work.Db<DispatchDb>();
        var earlier = await db.Pagings.Where(p => p.TicketId == ticket.Id && p.Cycle == ticket.Cycle).ToListAsync(ct);
        if (earlier.Exists(p => p.Alarms.Contains(alarm.Key) || IsTaken(p, alarm))) return;
        var settings = await SettingsAsync(db, ticket, ct);
        if (earlier.Find(p => p.State == PagingState.Active) is { } active)
        {
            var targets = alarm.Target is { } target ? active.Ladder.Append(target).ToList() : [.. active.Ladder];
            var people = await Responders.FindAsync(db, ticket, settings, targets, now, ct);
            Store(work, db, ticket, active, PagingMachine.Raise(active, alarm, people, now));
            return;
        }

        await BeginAsync(work, db, ticket, settings, alarm, [alarm.Key], now, ct);
    }

    /// <summary>Nobody has a severe ticket, since <paramref name="since"/>: when the time that the team has set is over, its ladder is entered at the beginning.</summary>
    /// <returns>When it is to be asked again; null when not.</returns>
    public async Task<DateTimeOffset?> QueuedAsync(Work work, Ticket ticket, DateTimeOffset since, DateTimeOffset now, CancellationToken ct)
    {
        var settings = await SettingsAsync(work.Db<DispatchDb>(), ticket, ct);
        if (!settings.PageQueued) return null;
        if (since.AddMinutes(settings.QueuedMinutes) is var due && due > now) return due;
        await AlarmAsync(work, ticket, new Alarm(AlarmKeys.OfQueue(ticket), (settings.Ladder ?? Targets.Usual)[0], 0, null, null, null), now, ct);
        return null;
    }

    /// <summary>
    /// The ticket has another team: whoever is paged for the old one is no longer asked, and the new team's people are told, from where that
    /// team's ladder is entered.
    /// </summary>
    public async Task FollowTeamAsync(Work work, Ticket ticket, DateTimeOffset now, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        if (!IsWorked(ticket) || await ActiveAsync(db, ticket.Id, ct) is not { } active || active.TeamId == ticket.TeamId) return;
        // Somebody of that team has it: it no longer waits, and nobody is called.
        if (ticket.EngineerId is not null && AlarmKeys.AreOfQueue(active.Alarms)) return;
        Replace(db, active, PagingMachine.Stop(active, "team-changed", now));
        // The unique index of active ones knows no order within a transaction.
        await db.SaveChangesAsync(ct);
        var alarm = new Alarm(active.Alarms[^1], null, active.Level, active.Clock, active.Reason, active.DueAt);
        await BeginAsync(work, db, ticket, await SettingsAsync(db, ticket, ct), alarm, active.Alarms, now, ct);
    }

    private async Task BeginAsync(
        Work work, DispatchDb db, Ticket ticket, PagingSettings settings, Alarm alarm, string[] alarms, DateTimeOffset now, CancellationToken ct)
    {
        var ladder = PagingMachine.LadderFor(alarm.Target, settings.Ladder ?? Targets.Usual);
        var blank = new Domain.Paging.Paging
        {
            Id = Guid.CreateVersion7(), Tenant = ticket.Tenant, TicketId = ticket.Id, TeamId = ticket.TeamId, Cycle = ticket.Cycle,
            Alarms = alarms, Level = alarm.Level, Clock = alarm.Clock, Reason = alarm.Reason, DueAt = alarm.DueAt, Ladder = ladder, Step = 0,
            Reminder = 0, Reminders = settings.Reminders, Minutes = settings.Minutes, State = PagingState.Active, StartedAt = now, Pages = 0,
        };
        db.Pagings.Add(blank);
        Store(work, db, ticket, blank, PagingMachine.Begin(blank, await Responders.FindAsync(db, ticket, settings, ladder, now, ct), now));
    }

    /// <summary>The time to answer is up.</summary>
    public async Task TimedOutAsync(Work work, Ticket ticket, DateTimeOffset now, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        if (await ActiveAsync(db, ticket.Id, ct) is not { } active) return;
        if (!IsWorked(ticket) || AlarmKeys.AreOver(active.Alarms, ticket.Clocks))
        {
            Replace(db, active, PagingMachine.Stop(active, IsWorked(ticket) ? "clock-met" : "closed", now));
            return;
        }

        var people = await Responders.FindAsync(db, ticket, await SettingsAsync(db, ticket, ct), active.Ladder, now, ct);
        Store(work, db, ticket, active, PagingMachine.TimedOut(active, people, now));
    }

    /// <summary>The ticket's clocks changed: a paging whose clocks are all met or cancelled ends, at once.</summary>
    public static async Task ClocksChangedAsync(Work work, Guid ticket, IReadOnlyList<ClockView> clocks, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        if (await ActiveAsync(db, ticket, ct) is not { } active || !AlarmKeys.AreOver(active.Alarms, clocks)) return;
        Replace(db, active, PagingMachine.Stop(active, "clock-met", work.Now));
        work.Cancel(Timer, ticket.ToString());
    }

    /// <summary>Somebody takes the ticket's escalation on. Once more it changes nothing.</summary>
    /// <returns>The paging that is or was acknowledged; null when there was none to acknowledge.</returns>
    public static async Task<Domain.Paging.Paging?> AcknowledgeAsync(Work work, Ticket ticket, Actor by, string via, DateTimeOffset now, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        if (await ActiveAsync(db, ticket.Id, ct) is not { } active)
        {
            var latest = await db.Pagings.Where(p => p.TicketId == ticket.Id).OrderByDescending(p => p.StartedAt).FirstOrDefaultAsync(ct);
            return latest is { State: PagingState.Acknowledged } ? latest : null;
        }

        var name = by.Name ?? "";
        var after = PagingMachine.Acknowledge(active, name, via, now);
        Replace(db, active, after);
        work.Cancel(Timer, ticket.Id.ToString());
        // Alarms of several clocks may have joined: each of their ladders ends.
        foreach (var (clock, run, level) in AlarmKeys.Ladders(active.Alarms))
            work.Publish(new EscalationAcknowledged
            {
                Tenant = ticket.Tenant, TicketId = ticket.Id, OccurredAt = now, By = by, PagingId = active.Id, Level = level, Clock = clock,
                Cycle = active.Cycle, Run = clock is null ? null : run, Step = active.Step, Via = via, PersonName = name,
            });
        await db.SaveChangesAsync(ct);
        await TakeAsync(work, ticket, by, now, ct);
        return after;
    }

    /// <summary>What nobody has is from now on with whoever took its escalation on, if that is an engineer.</summary>
    private static async Task TakeAsync(Work work, Ticket ticket, Actor by, DateTimeOffset now, CancellationToken ct)
    {
        if (ticket.EngineerId is not null || !Guid.TryParse(by.Id, out var id)) return;
        var engineer = await work.Db<DispatchDb>().Engineers.AsNoTracking()
            .Where(e => e.Tenant == ticket.Tenant && e.Active && (e.AccountId == id || e.Id == id)).OrderBy(e => e.Id).FirstOrDefaultAsync(ct);
        if (engineer is null) return;
        // He answers for it, but it waits for somebody who may work on it. A skill or a place that he lacks is no reason to leave it to nobody.
        var asked = new HandWork(ticket.Tenant, ticket.TeamId, Demand.Of(ticket), TakesPlace: false);
        var against = await work.Services.GetRequiredService<Hands>().AgainstAsync(work, engineer, asked, ct);
        if (against.Any(a => a.Code == "avoids" || !ByHand.MayBePassedOver(a))) return;
        var options = work.Services.GetRequiredService<DispatchOptions>();
        var decision = TicketMachine.Decide(ticket, new ClaimCommand(by, engineer.Ref) { Acknowledges = true }, now, options.Terms);
        await TicketStore.StoreAsync(work, ticket, decision, options, ct);
    }

    /// <summary>Ends a ticket's paging because it is no longer needed.</summary>
    public static Task StopAsync(Work work, TicketEvent because, string why, CancellationToken ct) =>
        StopAsync(work, because.AggregateId, because.OccurredAt.ToUniversalTime(), why, ct);

    /// <summary>The same at an instant.</summary>
    public static async Task StopAsync(Work work, Guid ticket, DateTimeOffset at, string why, CancellationToken ct)
    {
        var stopped = await work.Db<DispatchDb>().Pagings.Where(p => p.TicketId == ticket && p.State == PagingState.Active)
            .ExecuteUpdateAsync(
                p => p.SetProperty(x => x.State, PagingState.Stopped).SetProperty(x => x.NextAt, (DateTimeOffset?)null)
                    .SetProperty(x => x.EndedAt, at).SetProperty(x => x.EndedBy, why), ct);
        if (stopped > 0) work.Cancel(Timer, ticket.ToString());
    }

    private void Store(Work work, DispatchDb db, Ticket ticket, Domain.Paging.Paging before, PagingMove move)
    {
        var after = move.Paging;
        Replace(db, before, after);
        if (after.NextAt is { } next) work.Arm(new TimerRequest(Timer, ticket.Id.ToString(), next, ticket.Tenant, ticket.Id));
        else work.Cancel(Timer, ticket.Id.ToString());
        foreach (var page in move.Pages) Tell(work, db, ticket, after, page);
        if (!move.Ended) return;
        LogUnanswered(ticket.Id, after.Pages);
        work.Publish(new EscalationUnanswered
        {
            Tenant = ticket.Tenant, TicketId = ticket.Id, OccurredAt = after.EndedAt ?? after.StartedAt, PagingId = after.Id, Level = after.Level,
            Clock = after.Clock, Steps = after.Ladder.Length, Pages = after.Pages,
        });
    }

    private void Tell(Work work, DispatchDb db, Ticket ticket, Domain.Paging.Paging paging, Page page)
    {
        var person = page.Person;
        var token = person.Reachable ? links.Mint() : null;
        db.Pages.Add(new PageRow
        {
            Id = page.Id, Tenant = ticket.Tenant, TicketId = ticket.Id, PagingId = paging.Id, Step = page.Step, Target = page.Target,
            Reminder = page.Reminder, PersonId = person.Id, AccountId = person.AccountId, PersonName = person.Name, Language = person.Language,
            Reachable = person.Reachable, At = page.At, AckUntil = page.AckUntil, TokenHash = token?.Hash,
        });
        if (!person.Reachable)
        {
            LogUnreachable(person.Id, ticket.Id, page.Step);
            return;
        }

        work.Publish(new OnCallPaged
        {
            Tenant = ticket.Tenant, TicketId = ticket.Id, OccurredAt = page.At, PageId = page.Id, PagingId = paging.Id, Level = paging.Level,
            Clock = paging.Clock, Step = page.Step, Target = page.Target, Reminder = page.Reminder,
            Person = new PagedPerson
            {
                Id = person.Id, AccountId = person.AccountId, Name = person.Name, Language = person.Language, Email = person.Email,
                Phone = person.Phone, Channels = person.Channels,
            },
            AckUntil = page.AckUntil, SealedToken = token?.Sealed, Reason = paging.Reason, Queued = paging.IsOfQueue ? true : null, DueAt = paging.DueAt,
            Card = Cards.Of(ticket),
        });
    }

    /// <summary>Its ladder was ended by somebody who took it on.</summary>
    private static bool IsTaken(Domain.Paging.Paging p, Alarm alarm) =>
        p.State == PagingState.Acknowledged && p.Alarms.Any(a => AlarmKeys.AreOfOneLadder(a, alarm.Key));

    private static bool IsWorked(Ticket t) => t.State is not (TicketState.Resolved or TicketState.Closed or TicketState.Cancelled);

    private static async Task<PagingSettings> SettingsAsync(DispatchDb db, Ticket ticket, CancellationToken ct) =>
        (await db.Teams.AsNoTracking().Where(t => t.Tenant == ticket.Tenant && t.Id == ticket.TeamId).Select(t => t.Settings).SingleOrDefaultAsync(ct))
        ?.Paging ?? new PagingSettings();

    private static Task<Domain.Paging.Paging?> ActiveAsync(DispatchDb db, Guid ticket, CancellationToken ct) =>
        db.Pagings.SingleOrDefaultAsync(p => p.TicketId == ticket && p.State == PagingState.Active, ct);

    private static void Replace(DispatchDb db, Domain.Paging.Paging before, Domain.Paging.Paging after) =>
        db.Entry(before).CurrentValues.SetValues(after);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Person {Person} is paged for ticket {Ticket} in step {Step}, but has neither address nor number")]
    private partial void LogUnreachable(Guid person, Guid ticket, int step);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The escalation of ticket {Ticket} was not acknowledged by anybody ({Pages} notices)")]
    private partial void LogUnanswered(Guid ticket, int pages);
}
