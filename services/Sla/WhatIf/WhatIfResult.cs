using System.Text.Json;
using NodaTime;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Domain.Money;
using ServiceMesh.Sla.Money;

namespace ServiceMesh.Sla.WhatIf;

/// <summary>Adds up a what-if when all its tickets are computed.</summary>
internal static class WhatIfResult
{
    private const string Breaches = """
        SELECT supposed, due_at, ticket_id, clock, cycle, policy, clause, late_wall, late_working, contract_id, month, team, severity
        FROM what_if_breaches WHERE tenant = $1 AND job_id = $2
        """;

    // The money of a month is that it was priced with; of one that never was, the contract's present one.
    private const string Money = """
        SELECT b.contract_id, b.month, coalesce(m.monthly_fee, c.monthly_fee), coalesce(m.currency, c.currency),
            CASE WHEN m.monthly_fee IS NULL THEN c.credit_cap_percent ELSE m.credit_cap_percent END
        FROM (SELECT DISTINCT tenant, contract_id, month FROM what_if_breaches WHERE tenant = $1 AND job_id = $2 AND contract_id IS NOT NULL) b
        LEFT JOIN contract_months m USING (tenant, contract_id, month)
        LEFT JOIN contracts c ON c.tenant = b.tenant AND c.contract_id = b.contract_id
        """;

    private const string Store = "UPDATE what_ifs SET state = 'done', ended_at = $3, result = $4 WHERE tenant = $1 AND id = $2";

    public static async Task StoreAsync(Work work, string tenant, Guid job, CancellationToken ct)
    {
        var money = (await Sql.ReadAsync(
            work, Money, r => (Key: (r.GetGuid(0), r.GetFieldValue<DateOnly>(1)), Value: new ContractMoney(r.Get<decimal?>(2), r.Get<string>(3), r.Get<decimal?>(4))), ct, tenant, job))
            .ToDictionary(m => m.Key, m => m.Value);
        var breaches = await Sql.ReadAsync(
            work, Breaches,
            r => new ComparedBreach(
                r.GetBoolean(0),
                new(Guid.CreateVersion7(), Instant.FromDateTimeOffset(r.GetFieldValue<DateTimeOffset>(1)), r.GetGuid(2), r.GetString(3), r.GetInt32(4), r.GetString(5),
                    r.Get<string>(6) is { } clause ? JsonSerializer.Deserialize<Clause>(clause, EventJson.Options) : null, new(r.GetInt64(7), r.GetInt64(8))),
                r.Get<Guid?>(9), LocalDate.FromDateOnly(r.GetFieldValue<DateOnly>(10)), r.Get<string>(11), r.GetInt32(12)),
            ct, tenant, job);
        var result = Comparison.Of(breaches, (contract, month) => money.GetValueOrDefault((contract, month.ToDateOnly())) ?? ContractMoney.Unknown);
        await Sql.RunAsync(work, Store, ct, tenant, job, work.Now, new Sql.Json(JsonSerializer.Serialize(result, EventJson.Options)));
    }
}
