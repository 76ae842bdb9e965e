using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceMesh.Dispatch.Products;

/// <summary>A copy of Intake's product: its code is a skill and may be a team's category.</summary>
public sealed class Product
{
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }

    /// <summary>Names of its modules; null when they were never told.</summary>
    public string[]? Modules { get; init; }
    public required long Sequence { get; init; }
}

internal sealed class ProductConfiguration : IEntityTypeConfiguration<Product>
{
    public void Configure(EntityTypeBuilder<Product> t)
    {
        t.ToTable("products");
        t.HasKey(x => x.Id);
        t.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.Code).HasColumnName("code");
        t.Property(x => x.Name).HasColumnName("name");
        t.Property(x => x.Modules).HasColumnName("modules");
        t.Property(x => x.Sequence).HasColumnName("sequence");
    }
}
