using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceMesh.Insight.Projections;

/// <summary>The version of a read model's rules by which its rows were made, or are being made. It belongs to the installation, so it has no tenant.</summary>
public sealed class ProjectionRow
{
    public required string Name { get; init; }
    public required int Version { get; init; }

    internal static void Map(EntityTypeBuilder<ProjectionRow> row)
    {
        row.ToTable("projections").HasKey(r => r.Name).HasName("projections_pkey");
        row.Property(r => r.Name).HasColumnName("name");
        row.Property(r => r.Version).HasColumnName("version");
    }
}
