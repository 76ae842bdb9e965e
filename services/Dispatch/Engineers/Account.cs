using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceMesh.Dispatch.Engineers;

/// <summary>A copy of a gateway account, as far as engineers and pages need it.</summary>
public sealed class Account
{
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    public required string Email { get; init; }
    public required long Sequence { get; init; }

    /// <summary>Null until the gateway has told it since Dispatch began to keep it.</summary>
    public string? Name { get; init; }
    public string? Language { get; init; }
    public required string[] Roles { get; init; }
    public required bool Active { get; init; }
}

internal sealed class AccountConfiguration : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> t)
    {
        t.ToTable("accounts");
        t.HasKey(x => x.Id);
        t.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.Email).HasColumnName("email");
        t.Property(x => x.Sequence).HasColumnName("sequence");
        t.Property(x => x.Name).HasColumnName("name");
        t.Property(x => x.Language).HasColumnName("language");
        t.Property(x => x.Roles).HasColumnName("roles").HasDefaultValueSql("'{}'");
        t.Property(x => x.Active).HasColumnName("active").HasDefaultValue(true).HasSentinel(true);
    }
}
