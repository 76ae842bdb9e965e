using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain.Maintenance;
using ServiceMesh.Dispatch.Maintenance;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.ServiceContracts;

/// <summary>A copy of Intake's contract, as far as planned maintenance needs it.</summary>
public sealed class ContractRow
{
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    public required Guid CustomerId { get; init; }
    public required string Number { get; init; }
    public required DateOnly StartsOn { get; init; }
    public required DateOnly EndsOn { get; init; }

    /// <summary>Empty: every product.</summary>
    public required Guid[] ProductIds { get; init; }
    public bool? UpgradesIncluded { get; init; }
    public DateOnly? EndOfSupport { get; init; }
    public required long Sequence { get; init; }

    internal ContractTerms Terms => new(StartsOn, EndsOn, ProductIds, UpgradesIncluded, EndOfSupport);
}

/// <summary>Keeps the copy; an older state never replaces a newer one. What is planned under the contract is looked at again.</summary>
internal sealed class OnContractChanged : IHandle<ContractChanged>
{
    private const string Sql = """
        INSERT INTO contracts AS c (id, tenant, customer_id, number, starts_on, ends_on, product_ids, upgrades_included, end_of_support, sequence)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (id) DO UPDATE SET customer_id = excluded.customer_id, number = excluded.number, starts_on = excluded.starts_on, ends_on = excluded.ends_on,
            product_ids = excluded.product_ids, upgrades_included = excluded.upgrades_included, end_of_support = excluded.end_of_support, sequence = excluded.sequence
        WHERE c.sequence < excluded.sequence
        """;

    public async Task HandleAsync(ContractChanged e, Work work, CancellationToken ct)
    {
        await using var upsert = new NpgsqlCommand(Sql, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = e.ContractId },
                new NpgsqlParameter<string> { TypedValue = e.Tenant },
                new NpgsqlParameter<Guid> { TypedValue = e.CustomerId },
                new NpgsqlParameter<string> { TypedValue = e.Number },
                new NpgsqlParameter<DateOnly> { TypedValue = e.StartsOn },
                new NpgsqlParameter<DateOnly> { TypedValue = e.EndsOn },
                new NpgsqlParameter<Guid[]> { TypedValue = [.. e.ProductIds] },
                new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Boolean, Value = (object?)e.UpgradesIncluded ?? DBNull.Value },
                new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Date, Value = (object?)e.EndOfSupport ?? DBNull.Value },
                new NpgsqlParameter<long> { TypedValue = e.Stream?.Sequence ?? 0 },
            },
        };
        if (await upsert.ExecuteNonQueryAsync(ct) > 0) await Covering.LookAgainAsync(work, e.Tenant, e.ContractId, ct);
    }
}

internal sealed class ContractConfiguration : IEntityTypeConfiguration<ContractRow>
{
    public void Configure(EntityTypeBuilder<ContractRow> t)
    {
        t.ToTable("contracts");
        t.HasKey(x => x.Id);
        t.Ignore(x => x.Terms);
        t.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.CustomerId).HasColumnName("customer_id");
        t.Property(x => x.Number).HasColumnName("number");
        t.Property(x => x.StartsOn).HasColumnName("starts_on");
        t.Property(x => x.EndsOn).HasColumnName("ends_on");
        t.Property(x => x.ProductIds).HasColumnName("product_ids");
        t.Property(x => x.UpgradesIncluded).HasColumnName("upgrades_included");
        t.Property(x => x.EndOfSupport).HasColumnName("end_of_support");
        t.Property(x => x.Sequence).HasColumnName("sequence");
    }
}
