using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceMesh.Insight.Record.Heads;

/// <summary>The signed end of one day (UTC) of a tenant's record.</summary>
public sealed class DayHeadRow
{
    public required string Tenant { get; init; }

    /// <summary>The day of arrival, UTC.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The last position that arrived on this day.</summary>
    public required long Position { get; init; }
    public required byte[] Hash { get; init; }
    public required DateTimeOffset SignedAt { get; init; }

    /// <summary>The first 16 hex digits of the SHA-256 of the public key.</summary>
    public required string KeyId { get; init; }

    /// <summary>ECDSA P-256 over SHA-256, IEEE P1363 form.</summary>
    public required byte[] Signature { get; init; }

    /// <summary>When it was copied to the directory outside the database; null before.</summary>
    public DateTimeOffset? ExportedAt { get; init; }

    internal static void Map(EntityTypeBuilder<DayHeadRow> row)
    {
        row.ToTable("day_heads").HasKey(r => new { r.Tenant, r.Day }).HasName("day_heads_pkey");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.Day).HasColumnName("day");
        row.Property(r => r.Position).HasColumnName("position");
        row.Property(r => r.Hash).HasColumnName("hash");
        row.Property(r => r.SignedAt).HasColumnName("signed_at");
        row.Property(r => r.KeyId).HasColumnName("key_id");
        row.Property(r => r.Signature).HasColumnName("signature");
        row.Property(r => r.ExportedAt).HasColumnName("exported_at");
    }
}
