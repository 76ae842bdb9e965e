using System.Globalization;
using System.Text.Json;
using NodaTime;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Domain.Money;
using ServiceMesh.Sla.Persistence;

namespace ServiceMesh.Sla.Money;

/// <summary>Keeps the credits of a contract's month as its breaches and decisions make them; every change is an entry.</summary>
internal static class CreditBook
{
    private const string MakeMonth = "INSERT INTO contract_months (tenant, contract_id, month) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

    // A month keeps the money it was first priced with: a later fee changes no earlier month.
    private const string FreezeMonth = """
        UPDATE contract_months m SET monthly_fee = c.monthly_fee, currency = c.currency, credit_cap_percent = c.credit_cap_percent FROM contracts c
        WHERE m.tenant = $1 AND m.contract_id = $2 AND m.month = $3 AND m.monthly_fee IS NULL AND c.tenant = m.tenant AND c.contract_id = m.contract_id
        """;

    private const string LockMonth = "SELECT monthly_fee, currency, credit_cap_percent FROM contract_months WHERE tenant = $1 AND contract_id = $2 AND month = $3 FOR UPDATE";

    private const string Breaches = """
        SELECT b.id, b.due_at, b.ticket_id, b.clock, b.cycle, b.policy, b.clause, s.late_wall, s.late_working, s.withdrawn, c.id, c.state, c.ordinal, c.gross, c.amount, c.currency, c.capped_by
        FROM breaches b
        JOIN breach_status s ON s.tenant = b.tenant AND s.breach_id = b.id
        LEFT JOIN credits c ON c.tenant = b.tenant AND c.breach_id = b.id
        WHERE b.tenant = $1 AND b.contract_id = $2 AND b.month = $3
        """;

    private const string Store = """
        INSERT INTO credits (tenant, id, breach_id, contract_id, month, state, ordinal, gross, amount, currency, capped_by, reason)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (tenant, id) DO UPDATE SET state = excluded.state, ordinal = excluded.ordinal, gross = excluded.gross, amount = excluded.amount,
            currency = excluded.currency, capped_by = excluded.capped_by, reason = coalesce(excluded.reason, credits.reason)
        """;

    private const string AddEntry = """
        INSERT INTO credit_entries (tenant, credit_id, number, at, kind, change, amount, reason, by_id, by_name)
        SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7, $8, $9 FROM credit_entries WHERE tenant = $1 AND credit_id = $2
        """;

    /// <summary>Why a credit is reversed.</summary>
    public const string NotBroken = "later facts show that this promise was not broken";

    /// <summary>How months are written.</summary>
    public static string MonthName(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>Locks a month until the commit; its money, kept from the first time that a fee was known.</summary>
    public static async Task<ContractMoney> LockMonthAsync(Work work, string tenant, Guid contract, DateOnly month, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction);
        foreach (var sql in new[] { MakeMonth, FreezeMonth, LockMonth })
        {
            batch.BatchCommands.Add(Sql.Batched(sql, tenant, contract, month));
        }

        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new(reader.Get<decimal?>(0), reader.Get<string>(1), reader.Get<decimal?>(2));
    }

    /// <summary>Computes a month anew and puts down what changed.</summary>
    public static async Task AssessAsync(Work work, string tenant, Guid contract, DateOnly month, CancellationToken ct)
    {
        var money = await LockMonthAsync(work, tenant, contract, month, ct);
        var rows = await Sql.ReadAsync(work, Breaches, Read, ct, tenant, contract, month);
        var assessed = CreditMonth.Assess(money, rows.Where(r => !r.Withdrawn).Select(r => r.Counted)).ToDictionary(a => a.BreachId);
        var (writes, key) = (new List<NpgsqlBatchCommand>(), new MonthOf(work, tenant, contract, month));
        foreach (var row in rows.OrderBy(r => r.Counted.DueAt).ThenBy(r => r.Counted.Id))
        {
            if (row.Withdrawn)
            {
                Reverse(key, row, writes);
            }
            else
            {
                Accrue(key, row, assessed[row.Counted.Id], writes);
            }
        }

        await Sql.RunAsync(work, writes, ct);
    }

    /// <summary>Adds an entry to a credit's history.</summary>
    public static NpgsqlBatchCommand Entry(string tenant, Guid credit, DateTimeOffset at, string kind, decimal change, decimal amount, string? reason, Actor by) =>
        Sql.Batched(AddEntry, tenant, credit, at, kind, change, amount, reason, by.Id, by.Name);

    private static void Reverse(MonthOf key, Row row, List<NpgsqlBatchCommand> writes)
    {
        // What was waived pays nothing already, and who waived it stands.
        if (row.Credit is not { } credit || credit.State is CreditState.Reversed or CreditState.Waived)
        {
            return;
        }

        writes.Add(Stored(key, row, credit with { State = CreditState.Reversed, Amount = 0, CappedBy = null }, NotBroken));
        writes.Add(Entry(key.Tenant, credit.Id, key.Work.Now, "reversed", -credit.Amount, 0, NotBroken, Actor.System));
        key.Work.Publish(new CreditDecided
        {
            Tenant = key.Tenant, TicketId = row.Counted.TicketId, OccurredAt = key.Work.Now, CreditId = credit.Id, ContractId = key.Contract, Month = MonthName(key.Month),
            State = CreditState.Reversed, PreviousState = credit.State, Amount = 0, Currency = credit.Currency, Reason = NotBroken,
        });
    }

    private static void Accrue(MonthOf key, Row row, Assessment assessed, List<NpgsqlBatchCommand> writes)
    {
        var before = row.Credit;
        if (before?.State is CreditState.Approved or CreditState.Waived || (before is null && assessed.Gross is not > 0))
        {
            return;
        }

        var isBack = before?.State == CreditState.Reversed;
        var after = new CreditNow(
            before?.Id ?? Guid.CreateVersion7(), before is null || isBack ? CreditState.Accrued : before.State, assessed.Ordinal, assessed.Gross ?? 0, assessed.Amount,
            assessed.Currency ?? before!.Currency, assessed.CappedBy);
        if (after == before)
        {
            return;
        }

        writes.Add(Stored(key, row, after, null));
        if (before is not null && !isBack && (before.Amount, before.Gross, before.Currency) == (after.Amount, after.Gross, after.Currency))
        {
            return;
        }

        var kind = before is null || isBack ? "accrued" : "adjusted";
        writes.Add(Entry(key.Tenant, after.Id, key.Work.Now, kind, after.Amount - (before?.Amount ?? 0), after.Amount, after.CappedBy is { } by ? $"limited by the {by}'s monthly cap" : null, Actor.System));
        key.Work.Publish(new CreditAccrued
        {
            Tenant = key.Tenant, TicketId = row.Counted.TicketId, OccurredAt = key.Work.Now, CreditId = after.Id, ContractId = key.Contract, Month = MonthName(key.Month),
            Clock = row.Counted.Clock, Cycle = row.Counted.Cycle, DueAt = row.Counted.DueAt.ToDateTimeOffset(), Clause = row.Counted.Clause!.Name,
            Gross = after.Gross, Amount = after.Amount, PreviousAmount = before?.Amount, Currency = after.Currency,
        });
    }

    private static NpgsqlBatchCommand Stored(MonthOf key, Row row, CreditNow credit, string? reason) => Sql.Batched(
        Store, key.Tenant, credit.Id, row.Counted.Id, key.Contract, key.Month, CreditStates.Name(credit.State), credit.Ordinal, credit.Gross, credit.Amount, credit.Currency,
        credit.CappedBy, reason);

    private static Row Read(NpgsqlDataReader row)
    {
        var credit = row.Get<Guid?>(10) is { } id
            ? new CreditNow(id, CreditStates.Read(row.GetString(11)), row.GetInt32(12), row.GetDecimal(13), row.GetDecimal(14), row.GetString(15), row.Get<string>(16))
            : null;
        var clause = row.Get<string>(6) is { } text ? JsonSerializer.Deserialize<Clause>(text, EventJson.Options) : null;
        return new(
            new(row.GetGuid(0), Instant.FromDateTimeOffset(row.GetFieldValue<DateTimeOffset>(1)), row.GetGuid(2), row.GetString(3), row.GetInt32(4), row.GetString(5), clause,
                new(row.GetInt64(7), row.GetInt64(8)))
            {
                Holding = CreditRules.HoldingOf(credit?.State),
                FixedAmount = credit?.Amount ?? 0,
            },
            row.GetBoolean(9), credit);
    }

    private sealed record MonthOf(Work Work, string Tenant, Guid Contract, DateOnly Month);

    private sealed record Row(CountedBreach Counted, bool Withdrawn, CreditNow? Credit);

    private sealed record CreditNow(Guid Id, CreditState State, int Ordinal, decimal Gross, decimal Amount, string Currency, string? CappedBy);
}
