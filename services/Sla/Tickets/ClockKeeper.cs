using NodaTime;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Discipline;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Domain.Policies;
using ServiceMesh.Sla.Money;
using ServiceMesh.Sla.Policies;

namespace ServiceMesh.Sla.Tickets;

/// <summary>
/// Stores facts and computes the ticket's clocks anew from all of them; publishes what changed and arms the ticket's one timer for
/// the next instant at which anything changes by time alone. One round trip to read, one to write.
/// </summary>
public sealed class ClockKeeper(TermsLibrary library)
{
    /// <summary>Stores a fact, unless it is known, and looks at the clocks.</summary>
    public async Task RecordAsync(Work work, TicketEvent e, string kind, string detail, object? data, CancellationToken ct)
    {
        var fact = StoredFact.Of(e, kind, detail, data);
        var ticket = await TicketStore.LockOrCreateAsync(work, e.Tenant, e.TicketId!.Value, ct);
        if (!ticket.Facts.Any(fact.IsSameAs))
        {
            var book = await library.OpenAsync(work, e.Tenant, ticket.Revision, ct);
            var writes = ChargeBook.Follow(work, e.Tenant, e.TicketId.Value, [.. ticket.Facts, fact], kind);
            await LookAsync(work, new(e.Tenant, e.TicketId.Value, ticket, book), fact, work.Now, hasFired: false, ct, writes);
        }
    }

    /// <summary>Stores a triage with the terms that it chooses, unless it is known, and looks at the clocks.</summary>
    public async Task TriageAsync(Work work, TicketTriaged e, CancellationToken ct)
    {
        var traits = new TicketTraits(e.ServiceLevel, e.Severity, e.Channel, e.WorkType, e.ContractId, e.ProductId);
        var fact = StoredFact.Of(e, FactKinds.Triaged, $"{traits.Severity} {traits.Channel} {traits.WorkType} {traits.ServiceLevel}");
        var ticket = await TicketStore.LockOrCreateAsync(work, e.Tenant, e.TicketId!.Value, ct, e.ContractId);
        if (ticket.Facts.Any(fact.IsSameAs))
        {
            return;
        }

        var book = await library.OpenAsync(work, e.Tenant, ticket.Revision, ct);
        var (reference, explanation) = book.Choose(traits);
        fact = StoredFact.Of(e, fact.Kind, fact.Detail, new TriageData
        {
            Number = e.Number,
            OpenedAt = e.OpenedAt,
            AnsweredAt = e.AnsweredAt,
            Traits = traits,
            Terms = reference,
            Explanation = explanation,
            Team = e.TeamName,
            Owner = e.TeamName is null ? null : new AssignData(e.EngineerId, e.EngineerName),
        });
        var writes = await ChargeBook.DecideAsync(work, e, ticket, fact.At, ct);
        await LookAsync(work, new(e.Tenant, e.TicketId.Value, ticket, book), fact, work.Now, hasFired: false, ct, writes);
    }

    /// <summary>Looks at a ticket's clocks because its timer fired.</summary>
    public async Task LookAgainAsync(Work work, string tenant, Guid id, DateTimeOffset now, CancellationToken ct)
    {
        if (await TicketStore.LockAsync(work, tenant, id, ct) is { } ticket)
        {
            var book = await library.OpenAsync(work, tenant, ticket.Revision, ct);
            await LookAsync(work, new(tenant, id, ticket, book), null, now, hasFired: true, ct);
        }
    }

    /// <summary>Looks at the clocks of many tickets because their timers fired: one round trip to read and lock them, one to write.</summary>
    internal async Task LookAgainAsync(Work work, IReadOnlyCollection<TicketKey> keys, CancellationToken ct)
    {
        var writes = new List<TicketWrite>();
        var tickets = await TicketBatch.ReadAsync(work, keys, isLocked: true, ct);
        var breaches = await BreachLedger.ReadAsync(work, tickets, ct);
        foreach (var (key, ticket) in tickets)
        {
            var book = await library.OpenAsync(work, key.Tenant, ticket.Revision, ct);
            var subject = new Subject(key.Tenant, key.Id, ticket, book) { Breaches = breaches[key].ToList() };
            writes.Add(await DecideAsync(work, subject, null, work.Now, hasFired: true, [], ct));
        }

        await TicketBatch.WriteAsync(work, writes, ct);
    }

    /// <summary>
    /// What follows from the terms that a re-process chose for a ticket that this work has locked: it is returned, to be written with that of
    /// others; events and timers are with the work.
    /// </summary>
    internal static async Task<TicketWrite> ReprocessAsync(
        Work work, TicketKey key, StoredTicket ticket, TermsBook book, Choice choice, IReadOnlyList<KnownBreach> breaches, CancellationToken ct)
    {
        var subject = new Subject(key.Tenant, key.Id, ticket, book) { Breaches = breaches };
        IReadOnlyList<StoredFact> facts = [.. ticket.Facts, choice.Fact];
        return await FollowAsync(new(work, subject, facts, choice.Fact, choice.Fact.At, HasFired: false), choice.History, choice.Clocks, [], ct);
    }

    private static async Task LookAsync(Work work, Subject subject, StoredFact? fact, DateTimeOffset at, bool hasFired, CancellationToken ct, List<NpgsqlBatchCommand>? others = null)
    {
        var write = await DecideAsync(work, subject, fact, at, hasFired, others ?? [], ct);
        await TicketStore.WriteAsync(work, write, ct);
    }

    /// <summary>What follows for a ticket: what is to be written is returned, events and timers are with the work.</summary>
    private static async Task<TicketWrite> DecideAsync(
        Work work, Subject subject, StoredFact? fact, DateTimeOffset at, bool hasFired, List<NpgsqlBatchCommand> writes, CancellationToken ct)
    {
        var (tenant, id, ticket, book) = subject;
        IReadOnlyList<StoredFact> stored = fact is null ? ticket.Facts : [.. ticket.Facts, fact];
        var history = TicketHistory.Of(await FactReader.ReadAsync(stored, book, work, ct));
        return history is null
            ? new(new(tenant, id), fact, null, [], writes)
            : await FollowAsync(new(work, subject, stored, fact, at, hasFired), history, ClockEngine.Clocks(history, Instant.FromDateTimeOffset(at)), writes, ct);
    }

    private static async Task<TicketWrite> FollowAsync(
        Look look, TicketHistory history, IReadOnlyList<Clock> clocks, List<NpgsqlBatchCommand> writes, CancellationToken ct)
    {
        var (work, (tenant, id, ticket, _), stored, fact, at, hasFired) = look;
        var now = Instant.FromDateTimeOffset(at);
        var step = Ladder.Look(history, clocks, ticket.Levels.Select(l => l.Key).ToHashSet(), now);
        var published = PublishedClocks.Of(history, clocks);
        var comparable = published.ToComparable();
        var nextAt = step.NextAt?.ToDateTimeOffset();
        var hasChanged = comparable != (ticket.Published ?? PublishedClocks.None.ToComparable());

        var levels = step.Passed.Select(p => new StoredLevel(p.Key, p.ReachedAt.ToDateTimeOffset(), at, p.SkippedBecause)).ToList();
        var seen = new TicketLook(work, tenant, id, stored, fact, history, clocks, step, ticket.Levels, at) { HasChanged = hasChanged, Breaches = look.Subject.Breaches };
        await BreachLedger.AddAsync(seen, writes, ct);
        PauseBook.Add(seen, writes);
        if (hasChanged)
        {
            work.Publish(LevelEvents.Changed(tenant, id, at, published));
        }

        foreach (var told in LevelEvents.Told(tenant, id, [.. step.Passed.Where(p => p.SkippedBecause is null)], at))
        {
            work.Publish(told);
        }

        if (nextAt is { } next && (hasFired || next != ticket.NextAt))
        {
            work.Arm(ClockTimer.For(tenant, id, next));
        }
        else if (nextAt is null && ticket.NextAt is not null && !hasFired)
        {
            work.Cancel(ClockTimer.Kind, ClockTimer.KeyOf(tenant, id));
        }

        return new(new(tenant, id), fact, hasChanged || nextAt != ticket.NextAt ? (comparable, nextAt) : null, levels, writes);
    }

    private sealed record Subject(string Tenant, Guid Id, StoredTicket Ticket, TermsBook Book)
    {
        /// <summary>The breaches put down before, if they were read with the ticket.</summary>
        public IReadOnlyList<KnownBreach>? Breaches { get; init; }
    }

    private sealed record Look(Work Work, Subject Subject, IReadOnlyList<StoredFact> Facts, StoredFact? New, DateTimeOffset At, bool HasFired);
}

/// <summary>Terms that a re-process chose for a ticket, with what they make of it.</summary>
/// <param name="Fact">What is to be stored; it happens when it says.</param>
/// <param name="History">The ticket with it.</param>
/// <param name="Clocks">Its clocks at that instant.</param>
internal sealed record Choice(StoredFact Fact, TicketHistory History, IReadOnlyList<Clock> Clocks);
