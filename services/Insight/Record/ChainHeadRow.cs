using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceMesh.Insight.Record;

/// <summary>Where a tenant's record ends. Whoever appends holds this row's lock.</summary>
public sealed class ChainHeadRow
{
    public required string Tenant { get; init; }

    /// <summary>The last position; 0 before the first event.</summary>
    public required long Position { get; init; }
    public required byte[] Hash { get; init; }

    /// <summary>Nothing arrives before this (UTC).</summary>
    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>Days before this one (UTC) are closed.</summary>
    public DateOnly? ClosedUntil { get; init; }

    internal static void Map(EntityTypeBuilder<ChainHeadRow> row)
    {
        row.ToTable("chain_heads").HasKey(r => r.Tenant).HasName("chain_heads_pkey");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.Position).HasColumnName("position");
        row.Property(r => r.Hash).HasColumnName("hash");
        row.Property(r => r.ArrivedAt).HasColumnName("arrived_at");
        row.Property(r => r.ClosedUntil).HasColumnName("closed_until");
    }
}
