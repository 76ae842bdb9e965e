using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceMesh.Insight.Engines;

/// <summary>A service's timer engine: as silent as its most silent lane. It belongs to the installation, so it has no tenant.</summary>
public sealed class EngineRow
{
    public required string Service { get; init; }

    /// <summary>The process that fired last.</summary>
    public required string Instance { get; init; }
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>By how many seconds its most overdue timer was late then.</summary>
    public required double LatenessSeconds { get; init; }

    /// <summary>When the alarm was raised for its silence; null while it is heard.</summary>
    public DateTimeOffset? ReportedAt { get; init; }

    internal static void Map(EntityTypeBuilder<EngineRow> row)
    {
        row.ToTable("engines").HasKey(r => r.Service).HasName("engines_pkey");
        row.Property(r => r.Service).HasColumnName("service");
        row.Property(r => r.Instance).HasColumnName("instance");
        row.Property(r => r.LastSeenAt).HasColumnName("last_seen_at");
        row.Property(r => r.LatenessSeconds).HasColumnName("lateness_seconds");
        row.Property(r => r.ReportedAt).HasColumnName("reported_at");
    }
}
