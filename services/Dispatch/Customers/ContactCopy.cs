using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Customers;

/// <summary>Whose organisation a contact is of: by it a customer may follow their organisation's tickets. Nothing of the person is kept.</summary>
public sealed class ContactRow
{
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    public required Guid CustomerId { get; init; }
    public required long Sequence { get; init; }
}

/// <summary>Keeps the copy; an older state never replaces a newer one.</summary>
internal sealed class OnContactChanged : IHandle<ContactChanged>
{
    private const string Sql = """
        INSERT INTO contacts (id, tenant, customer_id, sequence) VALUES ($1, $2, $3, $4)
        ON CONFLICT (id) DO UPDATE SET customer_id = excluded.customer_id, sequence = excluded.sequence WHERE contacts.sequence < excluded.sequence
        """;

    public async Task HandleAsync(ContactChanged e, Work work, CancellationToken ct)
    {
        await using var upsert = new NpgsqlCommand(Sql, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = e.ContactId },
                new NpgsqlParameter<string> { TypedValue = e.Tenant },
                new NpgsqlParameter<Guid> { TypedValue = e.CustomerId },
                new NpgsqlParameter<long> { TypedValue = e.Stream?.Sequence ?? 0 },
            },
        };
        await upsert.ExecuteNonQueryAsync(ct);
    }
}

internal sealed class ContactConfiguration : IEntityTypeConfiguration<ContactRow>
{
    public void Configure(EntityTypeBuilder<ContactRow> t)
    {
        t.ToTable("contacts");
        t.HasKey(x => x.Id);
        t.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.CustomerId).HasColumnName("customer_id");
        t.Property(x => x.Sequence).HasColumnName("sequence");
    }
}
