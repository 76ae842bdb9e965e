using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Persistence;

namespace ServiceMesh.Dispatch.Teams;

/// <summary>A team: its queue takes tickets of its categories, the default team's all others.</summary>
public sealed class Team
{
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    public required string Name { get; set; }

    /// <summary>Categories, product codes and product names; compared without regard to case.</summary>
    public required string[] Categories { get; set; }
    public required bool IsDefault { get; set; }

    /// <summary>Null for a team that has set nothing.</summary>
    public TeamSettings? Settings { get; set; }

    /// <summary>The whole state as an event.</summary>
    public TeamChanged Changed(Actor by, DateTimeOffset now) =>
        new() { Tenant = Tenant, OccurredAt = now, By = by, TeamId = Id, Name = Name };
}

internal sealed class TeamConfiguration : IEntityTypeConfiguration<Team>
{
    public const string OneName = "ux_teams_name";
    public const string OneDefault = "ux_teams_default";

    public void Configure(EntityTypeBuilder<Team> t)
    {
        t.ToTable("teams");
        t.HasKey(x => x.Id);
        t.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.Name).HasColumnName("name");
        t.Property(x => x.Categories).HasColumnName("categories");
        t.Property(x => x.IsDefault).HasColumnName("is_default");
        t.Property(x => x.Settings).HasColumnName("settings").HasColumnType("jsonb").HasConversion(JsonText.Of<TeamSettings>());
        t.HasIndex(x => new { x.Tenant, x.Name }, OneName).IsUnique();
        t.HasIndex(x => x.Tenant, OneDefault).IsUnique().HasFilter("is_default");
    }
}
