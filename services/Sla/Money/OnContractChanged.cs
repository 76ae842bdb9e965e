using ServiceMesh.Contracts;
using ServiceMesh.Messaging;

namespace ServiceMesh.Sla.Money;

/// <summary>Keeps the copy of a contract's money, and prices what waited for it. Months that were priced keep the money they had.</summary>
public sealed class OnContractChanged : IHandle<ContractChanged>
{
    private const string Store = """
        INSERT INTO contracts (tenant, contract_id, number, customer_id, starts_on, ends_on, monthly_fee, currency, case_price, credit_cap_percent, sequence)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (tenant, contract_id) DO UPDATE SET number = excluded.number, customer_id = excluded.customer_id, starts_on = excluded.starts_on,
            ends_on = excluded.ends_on, monthly_fee = excluded.monthly_fee, currency = excluded.currency, case_price = excluded.case_price,
            credit_cap_percent = excluded.credit_cap_percent, sequence = excluded.sequence
        WHERE contracts.sequence < excluded.sequence
        """;

    private const string Unpriced = """
        SELECT DISTINCT b.month FROM breaches b LEFT JOIN contract_months m USING (tenant, contract_id, month)
        WHERE b.tenant = $1 AND b.contract_id = $2 AND m.monthly_fee IS NULL ORDER BY b.month
        """;

    /// <inheritdoc />
    public async Task HandleAsync(ContractChanged e, Work work, CancellationToken ct)
    {
        await ChargeBook.LockContractAsync(work, e.Tenant, e.ContractId, shared: false, ct);
        var stored = await Sql.RunAsync(
            work, Store, ct, e.Tenant, e.ContractId, e.Number, e.CustomerId, e.StartsOn, e.EndsOn, e.MonthlyFee, e.Currency, e.CasePrice, e.MonthlyCreditCapPercent,
            e.Stream?.Sequence ?? 0);
        if (stored == 0)
        {
            return;
        }

        foreach (var month in await Sql.ReadAsync(work, Unpriced, r => r.GetFieldValue<DateOnly>(0), ct, e.Tenant, e.ContractId))
        {
            work.Arm(MonthTimer.For(e.Tenant, e.ContractId, month, work.Now));
        }

        await ChargeBook.ChargeWaitingAsync(work, e.Tenant, e.ContractId, ct);
    }
}
