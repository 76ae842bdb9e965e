using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Maintenance;
using ServiceMesh.Dispatch.Offers;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Teams;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Assignment;

/// <summary>Gives waiting tickets to people: from the queue, after an offer that came to nothing, at the end of a shift.</summary>
internal sealed class Placing(Router router, DispatchOptions options)
{
    /// <summary>Tickets given in one transaction, and locked at a time.</summary>
    private const int AtATime = 200;
    private const int Chunk = 50;

    /// <summary>What the best choice becomes by the team's mode.</summary>
    public static OfferTo? Offer(Route route, Choice choice, DateTimeOffset now)
    {
        if (route.Settings.Mode != AssignmentMode.Offer || choice.Engineer is not { } engineer) return null;
        var expires = route.Calendar is { } calendar
            ? WorkingTime.After(calendar, now, route.Settings.OfferMinutes)
            : WorkingTime.After(route.Settings.Hours, now, route.Settings.OfferMinutes);
        if (route.Settings.OfferEndsWithShift && choice.ShiftEndsAt < expires) expires = choice.ShiftEndsAt.Value;
        return new OfferTo(engineer, Guid.CreateVersion7(now), expires, choice.Explanation) { Why = choice.Why };
    }

    /// <summary>
    /// Tries a team's whole queue, the most severe and oldest first. Who cannot be placed now keeps the place and holds nobody behind up. The
    /// team is read once; what the transaction gives to somebody counts for its next choice. When not all of a chunk find somebody, what was
    /// given is committed before the rest is looked through: whoever has a ticket does not wait for those that nobody can take.
    /// </summary>
    public async Task FillAsync(Work work, string tenant, Guid team, CancellationToken ct)
    {
        var page = await Waiting.OfTeamAsync(work, tenant, team, null, ct);
        if (page.Count == 0 || await router.PoolAsync(work, tenant, team, ct) is not { } pool) return;
        var placed = 0;
        while (page.Count > 0 && pool.AnybodyFree)
        {
            // The pool is asked as each chunk is made up: for whom it has found nobody once, there is nobody later in the same transaction.
            foreach (var chunk in page.Where(w => pool.HasSomebody(w, work.Now)).Chunk(Chunk))
            {
                if (!pool.AnybodyFree) break;
                var given = await PlaceAsync(work, tenant, pool, chunk, t => t.QueuedAt is not null, ct);
                placed += given;
                if (placed >= AtATime || (placed > 0 && given < chunk.Length))
                {
                    work.Arm(new TimerRequest(Queue.Timer, team.ToString(), work.Now, tenant));
                    return;
                }
            }

            // Further back only what somebody has a place for: the rest of a long queue is not even read.
            page = page.Count < Waiting.Page ? [] : await Waiting.OfTeamAsync(work, tenant, team, page[^1], ct, pool.FreeFor);
        }

        // Whom somebody else was giving something at that moment may have a place yet.
        if (pool.AnybodyBusy) Queue.LookAgain(work, tenant, team);
    }

    /// <summary>After a refusal or a time-out: the next one is asked, and when there is none the ticket waits in the queue.</summary>
    public async Task<Command> NextAsync(Work work, Ticket ticket, Func<OfferTo?, AssignmentReason, Command> command, CancellationToken ct)
    {
        var demand = Demand.Of(ticket);
        var route = await router.ForTeamAsync(work, ticket.Tenant, ticket.TeamId, demand, ct)
            ?? throw new InvalidOperationException("A ticket's team exists.");
        var now = TicketStore.Now(work, ticket);
        var choice = await router.ChooseAsync(work, ticket.Tenant, ticket.Id, route, demand, now, ct, await AskedAsync(work, ticket, ct));
        // Only an open ticket's offer ends so: of another one nothing comes that the ranking could belong to.
        if (ticket.State == TicketState.Open)
            work.Db<DispatchDb>().Rankings.Add(RankingRow.Of(ticket with { Version = ticket.Version + 1, UpdatedAt = now }, choice, route.Settings.Weights));
        var offering = await Router.WithCalendarAsync(work, ticket.Tenant, route with { Settings = route.Settings with { Mode = AssignmentMode.Offer } }, ct);
        return command(Offer(offering, choice, now), choice.Why);
    }

    /// <summary>
    /// Tickets of people who are off duty go to those who are there; where nobody is, they stay, and so do those for which a visit is agreed. A page
    /// of them in one transaction.
    /// </summary>
    /// <param name="after">Where the page before ended; null for the first.</param>
    /// <returns>Where this one ended, when there may be more.</returns>
    public async Task<Reached?> RedispatchAsync(Work work, Team team, Reached? after, CancellationToken ct)
    {
        var rule = team.Settings?.Assignment.OffShift ?? OffShift.NotStarted;
        if (rule == OffShift.Keep) return null;
        TicketState[] states = rule == OffShift.All ? [TicketState.Assigned, TicketState.InProgress] : [TicketState.Assigned];
        var words = Array.ConvertAll(states, s => EnumText.Of(s));
        var gone = await OnDuty.GoneAsync(work, team.Tenant, team.Id, words, ct);
        if (gone.Count == 0) return null;
        var left = await Waiting.OfPeopleAsync(work, team.Tenant, team.Id, [.. gone], words, after, AtATime, ct);
        if (left.Count == 0 || await router.PoolAsync(work, team.Tenant, team.Id, ct) is not { AnybodyFree: true } pool) return null;
        foreach (var chunk in left.Chunk(Chunk))
            await PlaceAsync(work, team.Tenant, pool, chunk, t => t.EngineerId is { } owner && gone.Contains(owner) && states.Contains(t.State), ct);
        return left.Count == AtATime ? new Reached(left[^1].Severity, left[^1].OpenedAt, left[^1].Id) : null;
    }

    /// <summary>
    /// Gives or offers each of some tickets to the best there is. One that somebody else holds at the moment, say because it is paged for, is waited for: those behind it would
    /// otherwise be given its place.
    /// </summary>
    /// <param name="stillWaits">What must hold of a ticket now that it is locked.</param>
    private async Task<int> PlaceAsync(Work work, string tenant, Pool pool, Waiting[] chunk, Func<Ticket, bool> stillWaits, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        List<Guid> ids = [.. chunk.Select(w => w.Id)];
        var locked = await LockAsync(work, tenant, ids, ct);
        await pool.LearnAsync(work, tenant, chunk, ct);
        var offered = (await db.Offers.Where(o => ids.Contains(o.TicketId)).Select(o => o.TicketId).Distinct().ToListAsync(ct)).ToHashSet();
        var placed = 0;
        foreach (var w in chunk)
        {
            if (!locked.TryGetValue(w.Id, out var ticket) || ticket.TeamId != pool.Route.Team.Id || !stillWaits(ticket) || pool.IsHopeless(w)) continue;
            IReadOnlySet<Guid> except = ticket.EngineerId is { } owner ? new HashSet<Guid> { owner }
                : offered.Contains(w.Id) ? await AskedAsync(work, ticket, ct) : new HashSet<Guid>();
            var now = TicketStore.Now(work, ticket);
            var choice = await pool.ChooseAsync(work, tenant, w, now, except, ct);
            if (choice.Engineer is { } best && await GiveAsync(work, pool, ticket, choice, now, ct))
            {
                pool.Take(best.Id, w.Class, now);
                placed++;
            }
        }

        // What comes later in this transaction counts it too: another team's queue, with the same people.
        if (placed > 0) await db.SaveChangesAsync(ct);
        return placed;
    }

    /// <summary>Locks tickets: all that nobody holds for longer than we wait.</summary>
    private static async Task<Dictionary<Guid, Ticket>> LockAsync(Work work, string tenant, List<Guid> ids, CancellationToken ct)
    {
        var locked = await FreeOnesAsync(work, tenant, ids, ct);
        if (ids.FindAll(id => !locked.ContainsKey(id)) is not { Count: > 0 } held || !await AwaitAsync(work, tenant, held, ct)) return locked;
        foreach (var (id, ticket) in await FreeOnesAsync(work, tenant, held, ct)) locked.Add(id, ticket);
        return locked;
    }

    private static Task<Dictionary<Guid, Ticket>> FreeOnesAsync(Work work, string tenant, List<Guid> ids, CancellationToken ct) => work.Db<DispatchDb>().Tickets.FromSql($"""
        SELECT * FROM tickets WHERE tenant = {tenant} AND id = ANY({ids}) ORDER BY id FOR UPDATE SKIP LOCKED
        """).ToDictionaryAsync(t => t.Id, ct);

    /// <summary>False when somebody held one of them too long. Shorter than PostgreSQL waits before it looks for a deadlock and ends one of those in it.</summary>
    private static async Task<bool> AwaitAsync(Work work, string tenant, List<Guid> ids, CancellationToken ct)
    {
        await ExecuteAsync("SAVEPOINT held; SET LOCAL lock_timeout = '800ms'");
        try
        {
            await ExecuteAsync("SELECT 1 FROM tickets WHERE tenant = $1 AND id = ANY($2) ORDER BY id FOR UPDATE", new NpgsqlParameter<string> { TypedValue = tenant }, new NpgsqlParameter<Guid[]> { TypedValue = [.. ids] });
            await ExecuteAsync("SET LOCAL lock_timeout = DEFAULT; RELEASE SAVEPOINT held");
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            await ExecuteAsync("ROLLBACK TO SAVEPOINT held");
            return false;
        }

        async Task ExecuteAsync(string sql, params NpgsqlParameter[] values)
        {
            await using var command = new NpgsqlCommand(sql, work.Connection, work.Transaction);
            command.Parameters.AddRange(values);
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private async Task<bool> GiveAsync(Work work, Pool pool, Ticket ticket, Choice choice, DateTimeOffset now, CancellationToken ct)
    {
        // Who has a ticket keeps it until somebody else has it: only what nobody has is offered.
        Command command = ticket.EngineerId is null && Offer(pool.Route, choice, now) is { } offer
            ? new OfferCommand(Actor.System, offer)
            : AssignCommand.For(Actor.System, pool.Route.Team, choice.Engineer, "automatic", choice.Why);
        var decision = TicketMachine.Decide(ticket, command, now, options.Terms);
        if (!decision.Changed) return false;
        await TicketStore.StoreAsync(work, ticket, decision, options, ct);
        work.Db<DispatchDb>().Rankings.Add(RankingRow.Of(decision.Ticket, choice, pool.Route.Settings.Weights));
        return true;
    }

    /// <summary>Who refused it in this cycle; and, while it goes through the team, who was asked in this round.</summary>
    private static async Task<HashSet<Guid>> AskedAsync(Work work, Ticket ticket, CancellationToken ct)
    {
        var offers = await work.Db<DispatchDb>().Offers.AsNoTracking().Where(o => o.TicketId == ticket.Id && o.Cycle == ticket.Cycle).ToListAsync(ct);
        var round = offers.Find(o => o.Id == ticket.OfferId)?.Round;
        return [.. offers.Where(o => o.State == OfferState.Refused || o.Round == round).Select(o => o.EngineerId)];
    }
}

/// <summary>Somebody became free: the team's queue is tried, and then what maintenance is due and has nobody.</summary>
internal sealed class FillQueue(Placing placing, RunAssigning maintenance) : ITimerHandler
{
    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        var team = Guid.Parse(t.Key);
        await placing.FillAsync(work, t.Tenant, team, ct);
        await maintenance.FillAsync(work, t.Tenant, team, ct);
    }
}
