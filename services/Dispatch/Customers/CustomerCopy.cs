using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Customers;

/// <summary>A copy of Intake's customer, as far as planned maintenance and the choice of an engineer need it.</summary>
public sealed class CustomerRow
{
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    /// <summary>Null in copies from before names were kept.</summary>
    public string? Name { get; init; }
    public string? Region { get; init; }
    public required long Sequence { get; init; }
}

/// <summary>Keeps the copy; an older state never replaces a newer one.</summary>
internal sealed class OnCustomerChanged : IHandle<CustomerChanged>
{
    private const string Sql = """
        INSERT INTO customers (id, tenant, region, sequence, name) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (id) DO UPDATE SET region = excluded.region, name = excluded.name, sequence = excluded.sequence WHERE customers.sequence < excluded.sequence
        """;

    public async Task HandleAsync(CustomerChanged e, Work work, CancellationToken ct)
    {
        await using var upsert = new NpgsqlCommand(Sql, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = e.CustomerId },
                new NpgsqlParameter<string> { TypedValue = e.Tenant },
                new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)e.Region ?? DBNull.Value },
                new NpgsqlParameter<long> { TypedValue = e.Stream?.Sequence ?? 0 },
                new NpgsqlParameter<string> { TypedValue = e.Name },
            },
        };
        await upsert.ExecuteNonQueryAsync(ct);
    }
}

internal sealed class CustomerConfiguration : IEntityTypeConfiguration<CustomerRow>
{
    public void Configure(EntityTypeBuilder<CustomerRow> t)
    {
        t.ToTable("customers");
        t.HasKey(x => x.Id);
        t.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.Name).HasColumnName("name");
        t.Property(x => x.Region).HasColumnName("region");
        t.Property(x => x.Sequence).HasColumnName("sequence");
    }
}
