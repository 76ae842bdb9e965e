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
            List<NpgsqlBatchCommand> writes = kind == FactKinds.Cancelled ? [ChargeBook.Withdraw(work, e.Tenant, e.TicketId.Value)] : [];
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

    /// <summary>Stores the terms that a re-process chose for a ticket that this work has locked, and looks at the clocks.</summary>
    internal static Task ReprocessAsync(Work work, TicketKey key, StoredTicket ticket, TermsBook book, StoredFact fact, CancellationToken ct) =>
        LookAsync(work, new(key.Tenant, key.Id, ticket, book), fact, work.Now, hasFired: false, ct);

    private static async Task LookAsync(Work work, Subject subject, StoredFact? fact, DateTimeOffset at, bool hasFired, CancellationToken ct, List<NpgsqlBatchCommand>? others = null)
    {
        var writes = others ?? [];
        var (tenant, id, ticket, book) = subject;
        var stored = fact is null ? ticket.Facts : [.. ticket.Facts, fact];
        var history = TicketHistory.Of(await FactReader.ReadAsync(stored, book, work, ct));
        if (history is null)
        {
            await TicketStore.WriteAsync(work, tenant, id, fact, null, [], writes, ct);
            return;
        }

        var now = Instant.FromDateTimeOffset(at);
        var clocks = ClockEngine.Clocks(history, now);
        var step = Ladder.Look(history, clocks, ticket.Levels.Select(l => l.Key).ToHashSet(), now);
        var published = PublishedClocks.Of(history, clocks);
        var comparable = published.ToComparable();
        var nextAt = step.NextAt?.ToDateTimeOffset();
        var hasChanged = comparable != (ticket.Published ?? PublishedClocks.None.ToComparable());

        var levels = step.Passed.Select(p => new StoredLevel(p.Key, p.ReachedAt.ToDateTimeOffset(), at, p.SkippedBecause)).ToList();
        var look = new TicketLook(work, tenant, id, stored, fact, history, clocks, step, ticket.Levels, at);
        await BreachLedger.AddAsync(look, writes, ct);
        PauseBook.Add(look, writes);
        await TicketStore.WriteAsync(
            work, tenant, id, fact, hasChanged || nextAt != ticket.NextAt ? (comparable, nextAt) : null, levels, writes, ct);
        if (hasChanged)
        {
            work.Publish(LevelEvents.Changed(tenant, id, at, published));
        }

        foreach (var level in step.Passed.Where(p => p.SkippedBecause is null))
        {
            work.Publish(LevelEvents.Of(tenant, id, level));
        }

        if (nextAt is { } next && (hasFired || next != ticket.NextAt))
        {
            work.Arm(ClockTimer.For(tenant, id, next));
        }
        else if (nextAt is null && ticket.NextAt is not null && !hasFired)
        {
            work.Cancel(ClockTimer.Kind, ClockTimer.KeyOf(tenant, id));
        }
    }

    private sealed record Subject(string Tenant, Guid Id, StoredTicket Ticket, TermsBook Book);
}
