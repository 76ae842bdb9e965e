using System.Text.Json;
using NodaTime;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Domain.Money;
using ServiceMesh.Sla.Tickets;

namespace ServiceMesh.Sla.Money;

/// <summary>What decides about a ticket's charge besides the ticket.</summary>
/// <param name="TimeZone">The tenant's zone; null before it has a row.</param>
/// <param name="Uncovered">What a request costs that nothing covers; null for nothing.</param>
/// <param name="Contract">The ticket's contract; null without one, and while it is not known here.</param>
public sealed record Billing(string? TimeZone, Price? Uncovered, ContractCopy? Contract);

/// <summary>Puts down what requests cost, with the triage that shows it. A request that costs nothing costs no statement either.</summary>
internal static class ChargeBook
{
    private const string Lock = "SELECT pg_advisory_xact_lock{0}(hashtextextended($1, 20))";

    private const string AddCharge = """
        INSERT INTO charges (tenant, id, ticket_id, ticket_number, contract_id, customer_id, opened_at, month, work_type, reason, amount, currency)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """;

    private const string AddEntry = """
        INSERT INTO charge_entries (tenant, charge_id, number, at, kind, reason, by_id, by_name)
        SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7 FROM charge_entries WHERE tenant = $1 AND charge_id = $2
        """;

    private const string AddToAll = """
        INSERT INTO charge_entries (tenant, charge_id, number, at, kind, reason)
        SELECT c.tenant, c.id, e.number + 1, $3, $4, $5 FROM charges c
        CROSS JOIN LATERAL (SELECT number, kind, reason FROM charge_entries WHERE tenant = c.tenant AND charge_id = c.id ORDER BY number DESC LIMIT 1) e
        WHERE c.tenant = $1 AND c.ticket_id = $2
        """;

    private const string Merged = "merged into ";
    private const string Charged = " AND e.kind = 'charged'";
    private const string WithdrawnByMerge = $" AND e.kind = 'withdrawn' AND e.reason LIKE '{Merged}%'";
    private const string ChargedOrMerged = $" AND (e.kind = 'charged' OR (e.kind = 'withdrawn' AND e.reason LIKE '{Merged}%'))";

    private const string MarkCandidate = """
        UPDATE charge_candidates SET data = jsonb_set(data, '{withdrawn}', coalesce(to_jsonb($4::text), 'null')) WHERE tenant = $1 AND contract_id = $2 AND ticket_id = $3
        """;

    private const string AddCandidate = "INSERT INTO charge_candidates (tenant, contract_id, ticket_id, data) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";

    private const string DropCandidate = "DELETE FROM charge_candidates WHERE tenant = $1 AND contract_id = $2 AND ticket_id = $3";

    private const string TakeCandidates = """
        DELETE FROM charge_candidates c WHERE tenant = $1 AND contract_id = $2
        RETURNING c.ticket_id, c.data, (SELECT t.time_zone FROM tenants t WHERE t.tenant = $1),
            (SELECT t.uncovered_price FROM tenants t WHERE t.tenant = $1), (SELECT t.uncovered_currency FROM tenants t WHERE t.tenant = $1)
        """;

    /// <summary>What is to be written about the charge of a triage: nothing for most.</summary>
    public static async Task<List<NpgsqlBatchCommand>> DecideAsync(Work work, TicketTriaged e, StoredTicket ticket, DateTimeOffset at, CancellationToken ct)
    {
        var (tenant, id, earlier) = (e.Tenant, e.TicketId!.Value, ticket.Facts.Where(f => f.Kind == FactKinds.Triaged).ToList());
        if (earlier.Exists(f => f.At > at) || ticket.Facts.Any(f => f.Kind == FactKinds.Cancelled))
        {
            return [];
        }

        var last = earlier is [.., var newest] ? newest.Read<TriageData>().Traits : null;
        if (last is not null && last.ContractId == e.ContractId && last.WorkType == e.WorkType)
        {
            return [];
        }

        var writes = new List<NpgsqlBatchCommand>();
        if (last is not null)
        {
            // What a merge withdrew must not come back with it when another charge has taken its place.
            writes.Add(Sql.Batched(AddToAll + ChargedOrMerged, tenant, id, work.Now, "withdrawn", "triaged anew"));
            if (last.ContractId is { } before)
            {
                writes.Add(Sql.Batched(DropCandidate, tenant, before, id));
            }
        }

        var billing = ticket.Billing ?? new(null, null, null);
        var withdrawn = WhyWithdrawn(ticket.Facts);
        var request = new Waiting(e.Number, e.OpenedAt, e.CustomerId, e.WorkType, e.Kind, e.Entitlement, withdrawn);
        var contract = billing.Contract ?? await FindLateAsync(work, tenant, e.ContractId, ct);
        if (e.ContractId is { } named && contract is null)
        {
            writes.Add(Sql.Batched(AddCandidate, tenant, named, id, new Sql.Json(JsonSerializer.Serialize(request, EventJson.Options))));
            return writes;
        }

        Charge(work, tenant, id, request, billing with { Contract = contract }, writes);
        return writes;
    }

    /// <summary>
    /// What a fact does to the ticket's charge: one that came to nothing, or became part of another ticket, costs nothing; when a merge is taken
    /// back, what it withdrew is charged again. It depends on all facts together, in whatever order they come.
    /// </summary>
    /// <param name="work">The work.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="ticket">The ticket.</param>
    /// <param name="facts">All its facts, the new one included.</param>
    /// <param name="kind">Of the new one.</param>
    public static List<NpgsqlBatchCommand> Follow(Work work, string tenant, Guid ticket, IReadOnlyList<StoredFact> facts, string kind)
    {
        if (kind is not (FactKinds.Cancelled or FactKinds.Merged or FactKinds.Unmerged))
        {
            return [];
        }

        var (writes, withdrawn) = (new List<NpgsqlBatchCommand>(), WhyWithdrawn(facts));
        // Before the charges: whoever takes the candidate at this moment has put down a charge by then.
        if (facts.LastOrDefault(f => f.Kind == FactKinds.Triaged)?.Read<TriageData>().Traits.ContractId is { } contract)
        {
            writes.Add(Sql.Batched(MarkCandidate, tenant, contract, ticket, withdrawn));
        }

        writes.Add(withdrawn is null
            ? Sql.Batched(AddToAll + WithdrawnByMerge, tenant, ticket, work.Now, "charged", "the merge was taken back")
            : Sql.Batched(AddToAll + Charged, tenant, ticket, work.Now, "withdrawn", withdrawn));
        return writes;
    }

    /// <summary>Adds an entry to a charge's history.</summary>
    public static NpgsqlBatchCommand Entry(string tenant, Guid charge, DateTimeOffset at, string kind, string? reason, Actor by) =>
        Sql.Batched(AddEntry, tenant, charge, at, kind, reason, by.Id, by.Name);

    /// <summary>Charges the tickets that came before their contract was known here.</summary>
    public static async Task ChargeWaitingAsync(Work work, string tenant, Guid contract, CancellationToken ct)
    {
        var waiting = await Sql.ReadAsync(
            work, TakeCandidates, r => (Ticket: r.GetGuid(0), Data: r.GetString(1), Zone: r.Get<string>(2), Price: r.Get<decimal?>(3), Currency: r.Get<string>(4)), ct, tenant, contract);
        if (waiting.Count == 0)
        {
            return;
        }

        var copy = (await Sql.ReadAsync(work, ContractCopy.Find, ContractCopy.Read, ct, tenant, contract))[0];
        var writes = new List<NpgsqlBatchCommand>();
        foreach (var ticket in waiting.OrderBy(t => t.Ticket))
        {
            Charge(work, tenant, ticket.Ticket, JsonSerializer.Deserialize<Waiting>(ticket.Data, EventJson.Options)!, new(ticket.Zone, PriceOf(ticket.Price, ticket.Currency), copy), writes);
        }

        await Sql.RunAsync(work, writes, ct);
    }

    /// <summary>A price from two columns.</summary>
    public static Price? PriceOf(decimal? amount, string? currency) => amount is { } a && currency is { } c ? new(a, c) : null;

    /// <summary>Keeps a ticket that waits for its contract and the contract that comes from missing each other.</summary>
    public static Task LockContractAsync(Work work, string tenant, Guid contract, bool shared, CancellationToken ct) =>
        Sql.RunAsync(work, Lock.Replace("{0}", shared ? "_shared" : "", StringComparison.Ordinal), ct, $"{tenant}/{contract}");

    private static async Task<ContractCopy?> FindLateAsync(Work work, string tenant, Guid? contract, CancellationToken ct)
    {
        if (contract is not { } id)
        {
            return null;
        }

        await LockContractAsync(work, tenant, id, shared: true, ct);
        return (await Sql.ReadAsync(work, ContractCopy.Find, ContractCopy.Read, ct, tenant, id)).FirstOrDefault();
    }

    private static void Charge(Work work, string tenant, Guid ticket, Waiting request, Billing billing, List<NpgsqlBatchCommand> writes)
    {
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(billing.TimeZone ?? "") ?? DateTimeZone.Utc;
        var openedAt = Instant.FromDateTimeOffset(request.OpenedAt);
        var asked = new ChargedRequest(openedAt.InZone(zone).Date, request.WorkType, request.Kind, request.Entitlement);
        if (ChargeRule.Decide(asked, billing.Contract?.Cover, billing.Uncovered) is not { } charge)
        {
            return;
        }

        var id = Guid.CreateVersion7();
        writes.Add(Sql.Batched(
            AddCharge, tenant, id, ticket, request.Number, billing.Contract?.Id, request.CustomerId ?? billing.Contract?.CustomerId, request.OpenedAt.ToUniversalTime(),
            BrokenPromise.MonthOf(openedAt, zone).ToDateOnly(), request.WorkType.ToString(), charge.Reason, charge.Amount, charge.Currency));
        writes.Add(Entry(tenant, id, work.Now, "charged", null, Actor.System));
        if (request.Withdrawn is { } why)
        {
            writes.Add(Entry(tenant, id, work.Now, "withdrawn", why, Actor.System));
        }
    }

    private static string? WhyWithdrawn(IReadOnlyList<StoredFact> facts) =>
        facts.Any(f => f.Kind == FactKinds.Cancelled) ? "the ticket was cancelled"
        : facts.Where(f => f.Kind is FactKinds.Merged or FactKinds.Unmerged).MaxBy(f => (f.At, f.Sequence)) is { Kind: FactKinds.Merged } merged ? Merged + merged.Read<MergeData>().Number
        : null;

    private sealed record Waiting(string Number, DateTimeOffset OpenedAt, Guid? CustomerId, WorkType WorkType, TicketKind Kind, string? Entitlement, string? Withdrawn = null);
}
