using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Teams;

namespace ServiceMesh.Dispatch.Engineers;

/// <summary>Somebody tickets are assigned to.</summary>
public sealed class Engineer
{
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    public required string Name { get; set; }
    public string? Email { get; set; }

    /// <summary>BCP 47 tag of the language this person reads.</summary>
    public required string Language { get; set; }

    /// <summary>Product codes and categories; compared without regard to case.</summary>
    public required string[] Skills { get; set; }

    /// <summary>The account this engineer signs in with.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>Only active engineers get tickets.</summary>
    public required bool Active { get; set; }

    /// <summary>What the person has said of himself; null when nothing.</summary>
    public Presence.PresenceState? Presence { get; set; }
    public DateTimeOffset? PresenceAt { get; set; }

    /// <summary>What there is to tell of the person beside; null when nothing was told.</summary>
    public Profile? Profile { get; set; }
    public List<TeamMember> Teams { get; init; } = [];

    /// <summary>What an assignment tells.</summary>
    public EngineerRef Ref => new(Id, Name, Email, Language);

    /// <summary>Whether it is this engineer who signs in with an account.</summary>
    public bool IsOf(string? account) => AccountId is { } own && Guid.TryParse(account, out var id) && id == own;

    /// <summary>The whole state as an event.</summary>
    public EngineerChanged Changed(Actor by, DateTimeOffset now) => new()
    {
        Tenant = Tenant,
        OccurredAt = now,
        By = by,
        EngineerId = Id,
        Name = Name,
        Email = Email,
        Language = Language,
        TeamIds = [.. Teams.Select(m => m.TeamId)],
        Skills = Skills,
        Active = Active,
        AccountId = AccountId,
        Phone = Profile?.Phone,
        PageChannels = Profile?.PageChannels,
        Languages = Profile?.Languages,
        Regions = Profile?.Regions,
        Certificates = Profile is { } p ? [.. p.Certificates.Select(c => new HeldCertificate(c.Name, c.ValidUntil))] : null,
        Trainings = Profile is { } profile ? [.. profile.Trainings.Select(t => new PassedTraining(t.Title, t.CompletedOn))] : null,
    };
}

/// <summary>An engineer's place in a team.</summary>
public sealed class TeamMember
{
    public required Guid TeamId { get; init; }
    public required Guid EngineerId { get; init; }
    public required string Tenant { get; init; }
}

internal sealed class EngineerConfiguration : IEntityTypeConfiguration<Engineer>
{
    public const string OneAccount = "ux_engineers_account";

    public void Configure(EntityTypeBuilder<Engineer> t)
    {
        t.ToTable("engineers");
        t.HasKey(x => x.Id);
        t.Ignore(x => x.Ref);
        t.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.Name).HasColumnName("name");
        t.Property(x => x.Email).HasColumnName("email");
        t.Property(x => x.Language).HasColumnName("language");
        t.Property(x => x.Skills).HasColumnName("skills");
        t.Property(x => x.AccountId).HasColumnName("account_id");
        t.Property(x => x.Active).HasColumnName("active");
        t.Property(x => x.Profile).HasColumnName("profile").HasColumnType("jsonb").HasConversion(JsonText.Of<Profile>());
        t.Property(x => x.Presence).HasColumnName("presence").HasConversion(EnumText.Converter<Presence.PresenceState>());
        t.Property(x => x.PresenceAt).HasColumnName("presence_at");
        t.HasMany(x => x.Teams).WithOne().HasForeignKey(m => m.EngineerId);
        t.HasIndex(x => new { x.Tenant, x.Id }, "ix_engineers_tenant");
        t.HasIndex(x => new { x.Tenant, x.AccountId }, OneAccount).IsUnique();
    }
}

internal sealed class TeamMemberConfiguration : IEntityTypeConfiguration<TeamMember>
{
    public void Configure(EntityTypeBuilder<TeamMember> t)
    {
        t.ToTable("team_members");
        t.HasKey(x => new { x.TeamId, x.EngineerId });
        t.Property(x => x.TeamId).HasColumnName("team_id");
        t.Property(x => x.EngineerId).HasColumnName("engineer_id");
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.HasOne<Team>().WithMany().HasForeignKey(x => x.TeamId);
        t.HasIndex(x => x.EngineerId, "ix_team_members_engineer");
    }
}
