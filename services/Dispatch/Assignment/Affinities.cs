using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Assignment;

/// <summary>How many tickets an engineer has solved for a customer or asset.</summary>
public sealed class AffinityRow
{
    public required Guid SubjectId { get; init; }
    public required Guid EngineerId { get; init; }
    public required string Tenant { get; init; }
    public required int N { get; init; }
}

/// <summary>Counts at resolving, so that a choice reads two rows instead of a customer's history.</summary>
internal static class Affinities
{
    private const string Sql = """
        INSERT INTO affinities (subject_id, engineer_id, tenant, n) SELECT s, $2, $1, 1 FROM unnest($3) s ORDER BY s
        ON CONFLICT (subject_id, engineer_id) DO UPDATE SET n = affinities.n + 1
        """;

    public static async Task CountAsync(Work work, Ticket resolved, CancellationToken ct)
    {
        Guid[] subjects = [.. new[] { resolved.CustomerId, resolved.AssetId }.OfType<Guid>().Distinct()];
        if (resolved.EngineerId is not { } engineer || subjects.Length == 0) return;
        await using var count = new NpgsqlCommand(Sql, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = resolved.Tenant },
                new NpgsqlParameter<Guid> { TypedValue = engineer },
                new NpgsqlParameter<Guid[]> { TypedValue = subjects },
            },
        };
        await count.ExecuteNonQueryAsync(ct);
    }
}

internal sealed class AffinityConfiguration : IEntityTypeConfiguration<AffinityRow>
{
    public void Configure(EntityTypeBuilder<AffinityRow> t)
    {
        t.ToTable("affinities");
        t.HasKey(x => new { x.SubjectId, x.EngineerId });
        t.Property(x => x.SubjectId).HasColumnName("subject_id");
        t.Property(x => x.EngineerId).HasColumnName("engineer_id");
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.N).HasColumnName("n");
    }
}
