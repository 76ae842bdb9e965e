using NodaTime;
using Npgsql;
using ServiceMesh.Sla.Domain.Money;

namespace ServiceMesh.Sla.Money;

/// <summary>What Sla knows of a contract's money.</summary>
public sealed record ContractCopy(
    Guid Id, string Number, Guid CustomerId, DateOnly StartsOn, DateOnly EndsOn, decimal? MonthlyFee, string? Currency, decimal? CasePrice, decimal? CreditCapPercent)
{
    /// <summary>Reads it by tenant ($1) and id ($2).</summary>
    public const string Find = """
        SELECT contract_id, number, customer_id, starts_on, ends_on, monthly_fee, currency, case_price, credit_cap_percent FROM contracts
        WHERE tenant = $1 AND contract_id = $2
        """;

    /// <summary>What decides about charges.</summary>
    public Cover Cover => new(LocalDate.FromDateOnly(StartsOn), LocalDate.FromDateOnly(EndsOn), CasePrice, Currency);

    internal static ContractCopy Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetGuid(2), row.GetFieldValue<DateOnly>(3), row.GetFieldValue<DateOnly>(4),
        row.Get<decimal?>(5), row.Get<string>(6), row.Get<decimal?>(7), row.Get<decimal?>(8));
}
