using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Domain.Money;
using ServiceMesh.Sla.Persistence;

namespace ServiceMesh.Sla.Money;

/// <summary>Reads contracts' months as they stand.</summary>
internal static class StatementReader
{
    private const string InMonth = """
        SELECT DISTINCT contract_id FROM charges WHERE tenant = $1 AND month = $2 AND contract_id > $3
        UNION SELECT DISTINCT contract_id FROM breaches WHERE tenant = $1 AND month = $2 AND contract_id > $3
        ORDER BY contract_id LIMIT $4
        """;

    /// <summary>The contracts with charges or breaches in a month, in order of their ids, with the sums of their statements.</summary>
    public static async Task<IReadOnlyList<StatementSummary>> ListAsync(Work work, string tenant, DateOnly month, Guid after, int most, CancellationToken ct)
    {
        var contracts = await Sql.ReadAsync(work, InMonth, r => r.GetGuid(0), ct, tenant, month, after, most);
        var db = work.Db<SlaDb>();
        var copies = await db.Set<ContractRow>().AsNoTracking().Where(c => c.Tenant == tenant && contracts.Contains(c.ContractId)).ToDictionaryAsync(c => c.ContractId, ct);
        var credits = await CreditsAsync(db, tenant, contracts, month, ct);
        var charges = await ChargesAsync(db, tenant, contracts, month, ct);
        return
        [
            .. contracts.Select(id => new StatementSummary(
                id, copies.GetValueOrDefault(id)?.Number, copies.GetValueOrDefault(id)?.CustomerId, CreditBook.MonthName(month), charges[id].Count(), credits[id].Count(),
                StatementTotal.Of([.. charges[id]], [.. credits[id]]))),
        ];
    }

    /// <summary>The statement; null when nothing is known of the contract.</summary>
    public static async Task<Statement?> ReadAsync(Work work, string tenant, Guid contract, DateOnly month, CancellationToken ct)
    {
        var db = work.Db<SlaDb>();
        var copy = await db.Set<ContractRow>().AsNoTracking().FirstOrDefaultAsync(c => c.Tenant == tenant && c.ContractId == contract, ct);
        var kept = await db.Set<ContractMonthRow>().AsNoTracking().FirstOrDefaultAsync(m => m.Tenant == tenant && m.ContractId == contract && m.Month == month, ct);
        var credits = (await CreditsAsync(db, tenant, [contract], month, ct))[contract].ToList();
        var charges = (await ChargesAsync(db, tenant, [contract], month, ct))[contract].ToList();
        if (copy is null && credits.Count == 0 && charges.Count == 0)
        {
            return null;
        }

        var money = kept is { MonthlyFee: not null } ? new ContractMoney(kept.MonthlyFee, kept.Currency, kept.CreditCapPercent)
            : copy is not null ? new ContractMoney(copy.MonthlyFee, copy.Currency, copy.CreditCapPercent) : ContractMoney.Unknown;
        return new()
        {
            ContractId = contract,
            ContractNumber = copy?.Number,
            CustomerId = copy?.CustomerId,
            Month = CreditBook.MonthName(month),
            At = work.Now,
            MonthlyFee = money.MonthlyFee,
            Currency = money.Currency,
            Cap = money.CapPercent is { } percent ? new(percent, money.Limit, credits.Exists(c => c.CappedBy == "contract")) : null,
            Charges = charges,
            Credits = credits,
            Totals = StatementTotal.Of(charges, credits),
        };
    }

    private static async Task<ILookup<Guid, CreditLine>> CreditsAsync(SlaDb db, string tenant, List<Guid> contracts, DateOnly month, CancellationToken ct)
    {
        var rows = await (
            from breach in db.Set<BreachRow>().AsNoTracking()
            join status in db.Set<BreachStatusRow>().AsNoTracking() on new { breach.Tenant, breach.Id } equals new { status.Tenant, Id = status.BreachId }
            join credit in db.Set<CreditRow>().AsNoTracking() on new { breach.Tenant, breach.Id } equals new { credit.Tenant, Id = credit.BreachId } into found
            from credit in found.DefaultIfEmpty()
            where breach.Tenant == tenant && breach.ContractId != null && contracts.Contains(breach.ContractId.Value) && breach.Month == month
            orderby breach.DueAt, breach.TicketId, breach.Clock, breach.Cycle, breach.Id
            select new { breach, status, credit }).ToListAsync(ct);
        return rows.ToLookup(r => r.breach.ContractId!.Value, r => new CreditLine
        {
            BreachId = r.breach.Id,
            CreditId = r.credit?.Id,
            TicketId = r.breach.TicketId,
            TicketNumber = r.breach.TicketNumber,
            Clock = r.breach.Clock,
            Cycle = r.breach.Cycle,
            Severity = r.breach.Severity,
            DueAt = r.breach.DueAt,
            LateWallSeconds = r.status.LateWall / (decimal)NodaConstants.TicksPerSecond,
            LateWorkingSeconds = r.status.LateWorking / (decimal)NodaConstants.TicksPerSecond,
            Team = r.breach.Team,
            Policy = r.breach.Policy,
            PolicyVersion = r.breach.PolicyVersion,
            Clause = CreditAnswer.ClauseOf(r.breach)?.Name,
            State = r.credit?.State,
            Gross = r.credit?.Gross ?? 0,
            Amount = r.credit?.Amount ?? 0,
            Currency = r.credit?.Currency,
            CappedBy = r.credit?.CappedBy,
            Reason = r.credit?.Reason ?? (r.status.Withdrawn ? "withdrawn" : null),
        });
    }

    private static async Task<ILookup<Guid, ChargeLine>> ChargesAsync(SlaDb db, string tenant, List<Guid> contracts, DateOnly month, CancellationToken ct)
    {
        var rows = await db.Set<ChargeRow>().AsNoTracking()
            .Where(c => c.Tenant == tenant && c.ContractId != null && contracts.Contains(c.ContractId.Value) && c.Month == month).OrderBy(c => c.OpenedAt).ThenBy(c => c.Id).ToListAsync(ct);
        return (await ChargeEndpoints.WithHistoryAsync(db, tenant, rows, ct)).ToLookup(
            c => c.ContractId!.Value,
            c => new ChargeLine(c.Id, c.TicketId, c.TicketNumber, c.OpenedAt, c.WorkType, c.Reason, c.State, c.Amount, c.Currency, c.History[^1].Reason));
    }
}
