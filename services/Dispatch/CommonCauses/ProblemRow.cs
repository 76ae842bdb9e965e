using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceMesh.Dispatch.CommonCauses;

/// <summary>One cause behind many tickets.</summary>
public sealed class ProblemRow
{
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    public required string Title { get; set; }
    public string? Cause { get; set; }

    /// <summary>What helps until it is solved.</summary>
    public string? Workaround { get; set; }
    public string? Solution { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public string? ByName { get; init; }

    /// <summary>Null while it is open.</summary>
    public DateTimeOffset? SolvedAt { get; set; }
}

internal sealed class ProblemConfiguration : IEntityTypeConfiguration<ProblemRow>
{
    public void Configure(EntityTypeBuilder<ProblemRow> t)
    {
        t.ToTable("problems");
        t.HasKey(x => x.Id);
        t.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.Title).HasColumnName("title");
        t.Property(x => x.Cause).HasColumnName("cause");
        t.Property(x => x.Workaround).HasColumnName("workaround");
        t.Property(x => x.Solution).HasColumnName("solution");
        t.Property(x => x.CreatedAt).HasColumnName("created_at");
        t.Property(x => x.ByName).HasColumnName("by_name");
        t.Property(x => x.SolvedAt).HasColumnName("solved_at");
        t.HasIndex(x => new { x.Tenant, x.CreatedAt, x.Id }, "ix_problems_created");
    }
}
