using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using ServiceMesh.Dispatch.Domain.Rosters;
using ServiceMesh.Dispatch.Engineers;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Teams;

namespace ServiceMesh.Dispatch.Rosters;

/// <summary>A rotation as it is stored: the rule in RFC 5545's words, local times without a zone beside the zone's name.</summary>
public sealed class RotationRow
{
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    public required Guid TeamId { get; init; }
    public required string Name { get; set; }
    public required DutyKind Kind { get; set; }
    public required int Layer { get; set; }
    public required string Zone { get; set; }
    public required DateOnly StartsOn { get; set; }
    public DateOnly? EndsOn { get; set; }
    public required TimeOnly At { get; set; }
    public required int Minutes { get; set; }
    public required string Rule { get; set; }
    public required int TurnDays { get; set; }
    public required Guid[] Participants { get; set; }

    internal Rotation Read() => new(
        Id, Kind, Layer, DateTimeZoneProviders.Tzdb[Zone], LocalDate.FromDateOnly(StartsOn), EndsOn is { } end ? LocalDate.FromDateOnly(end) : null,
        LocalTime.FromTimeOnly(At), Minutes, RecurrenceReader.Read(Rule).Rule ?? throw new InvalidOperationException($"The rule of rotation {Id} cannot be read."),
        TurnDays, Participants);
}

/// <summary>An override, or one half of a swap.</summary>
public sealed class OverrideRow
{
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    public required Guid TeamId { get; init; }
    public required Guid RotationId { get; init; }
    public required Guid EngineerId { get; init; }
    public Guid? ReplacesId { get; init; }
    public required DateTimeOffset StartsAt { get; init; }
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>The same in both halves of a swap; null for an override.</summary>
    public Guid? SwapId { get; init; }
    public string? Reason { get; init; }
    public string? ByName { get; init; }

    internal StandIn Read() => new(RotationId, EngineerId, ReplacesId, Instant.FromDateTimeOffset(StartsAt), Instant.FromDateTimeOffset(EndsAt));
}

/// <summary>An engineer is away: on leave, ill, in training.</summary>
public sealed class AbsenceRow
{
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    public required Guid EngineerId { get; init; }
    public required DateTimeOffset StartsAt { get; init; }
    public required DateTimeOffset EndsAt { get; init; }
    public string? Reason { get; init; }

    internal Away Read() => new(EngineerId, Instant.FromDateTimeOffset(StartsAt), Instant.FromDateTimeOffset(EndsAt));
}

/// <summary>A coming span of work, worked out from the rotations so that a choice finds it by its index; made anew at each handover and change.</summary>
public sealed class DutySpan
{
    public required Guid TeamId { get; init; }
    public required Guid EngineerId { get; init; }
    public required DateTimeOffset StartsAt { get; init; }
    public required DateTimeOffset EndsAt { get; init; }
    public required string Tenant { get; init; }
}

internal sealed class DutySpanConfiguration : IEntityTypeConfiguration<DutySpan>
{
    public void Configure(EntityTypeBuilder<DutySpan> t)
    {
        t.ToTable("duty_spans");
        t.HasKey(x => new { x.EngineerId, x.StartsAt, x.TeamId });
        t.Property(x => x.TeamId).HasColumnName("team_id");
        t.Property(x => x.EngineerId).HasColumnName("engineer_id");
        t.Property(x => x.StartsAt).HasColumnName("starts_at");
        t.Property(x => x.EndsAt).HasColumnName("ends_at");
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.HasIndex(x => x.TeamId, "ix_duty_spans_team");
    }
}

internal sealed class RotationConfiguration : IEntityTypeConfiguration<RotationRow>
{
    public void Configure(EntityTypeBuilder<RotationRow> t)
    {
        t.ToTable("rotations");
        t.HasKey(x => x.Id);
        t.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.TeamId).HasColumnName("team_id");
        t.Property(x => x.Name).HasColumnName("name");
        t.Property(x => x.Kind).HasColumnName("kind").HasConversion(EnumText.Converter<DutyKind>());
        t.Property(x => x.Layer).HasColumnName("layer");
        t.Property(x => x.Zone).HasColumnName("zone");
        t.Property(x => x.StartsOn).HasColumnName("starts_on");
        t.Property(x => x.EndsOn).HasColumnName("ends_on");
        t.Property(x => x.At).HasColumnName("at");
        t.Property(x => x.Minutes).HasColumnName("minutes");
        t.Property(x => x.Rule).HasColumnName("rule");
        t.Property(x => x.TurnDays).HasColumnName("turn_days");
        t.Property(x => x.Participants).HasColumnName("participants");
        t.HasOne<Team>().WithMany().HasForeignKey(x => x.TeamId);
        t.HasIndex(x => new { x.Tenant, x.TeamId }, "ix_rotations_team");
    }
}

internal sealed class OverrideConfiguration : IEntityTypeConfiguration<OverrideRow>
{
    public void Configure(EntityTypeBuilder<OverrideRow> t)
    {
        t.ToTable("roster_overrides");
        t.HasKey(x => x.Id);
        t.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.TeamId).HasColumnName("team_id");
        t.Property(x => x.RotationId).HasColumnName("rotation_id");
        t.Property(x => x.EngineerId).HasColumnName("engineer_id");
        t.Property(x => x.ReplacesId).HasColumnName("replaces_id");
        t.Property(x => x.StartsAt).HasColumnName("starts_at");
        t.Property(x => x.EndsAt).HasColumnName("ends_at");
        t.Property(x => x.SwapId).HasColumnName("swap_id");
        t.Property(x => x.Reason).HasColumnName("reason");
        t.Property(x => x.ByName).HasColumnName("by_name");
        t.HasOne<RotationRow>().WithMany().HasForeignKey(x => x.RotationId);
        t.HasIndex(x => new { x.Tenant, x.TeamId, x.EndsAt }, "ix_roster_overrides_team");
    }
}

internal sealed class AbsenceConfiguration : IEntityTypeConfiguration<AbsenceRow>
{
    public void Configure(EntityTypeBuilder<AbsenceRow> t)
    {
        t.ToTable("absences");
        t.HasKey(x => x.Id);
        t.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.EngineerId).HasColumnName("engineer_id");
        t.Property(x => x.StartsAt).HasColumnName("starts_at");
        t.Property(x => x.EndsAt).HasColumnName("ends_at");
        t.Property(x => x.Reason).HasColumnName("reason");
        t.HasOne<Engineer>().WithMany().HasForeignKey(x => x.EngineerId);
        t.HasIndex(x => new { x.Tenant, x.EngineerId, x.EndsAt }, "ix_absences_engineer");
    }
}
