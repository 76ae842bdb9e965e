using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain.Maintenance;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.ServiceContracts;
using ServiceMesh.Dispatch.Teams;

namespace ServiceMesh.Dispatch.Maintenance;

/// <summary>What is to be done for a contract again and again.</summary>
public sealed class MaintenancePlan
{
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    public required string Name { get; set; }
    public required MaintenanceKind Kind { get; init; }
    public required Guid ContractId { get; set; }
    public required Guid CustomerId { get; init; }
    public Guid? ProductId { get; set; }
    public Guid? AssetId { get; set; }
    public required string Zone { get; set; }
    public required DateOnly StartsOn { get; set; }
    public DateOnly? EndsOn { get; set; }
    public required TimeOnly At { get; set; }
    public required int Minutes { get; set; }
    public required string Rule { get; set; }

    /// <summary>Hours after the window within which the evidence has to be complete.</summary>
    public required int GraceHours { get; set; }

    /// <summary>Days before the window on which the customer is told; 0: not.</summary>
    public required int AnnounceDays { get; set; }
    public required Guid TeamId { get; set; }

    /// <summary>Who does it; null: chosen when it is due.</summary>
    public Guid? EngineerId { get; set; }
    public int? RtoMinutes { get; set; }
    public int? RpoMinutes { get; set; }

    /// <summary>Null: the tenant's list for the kind.</summary>
    public Checklist? Checklist { get; set; }
    public string? Note { get; set; }

    /// <summary>Why it takes place without cover.</summary>
    public string? CoverReason { get; set; }

    /// <summary>The last day for which runs are made; null before the first.</summary>
    public DateOnly? PlannedUntil { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public string? EndReason { get; set; }
    public required DateTimeOffset UpdatedAt { get; set; }

    internal MaintenanceSchedule Schedule => new(
        DateTimeZoneProviders.Tzdb[Zone], LocalDate.FromDateOnly(StartsOn), EndsOn is { } end ? LocalDate.FromDateOnly(end) : null, LocalTime.FromTimeOnly(At), Minutes,
        MaintenanceSchedule.ReadRule(Rule).Rule ?? throw new InvalidOperationException($"The rule of plan {Id} cannot be read."));

    internal DateTimeOffset DueAt(MaintenanceWindow w) => (w.Until + Duration.FromHours(GraceHours)).ToDateTimeOffset();

    internal DateTimeOffset? AnnounceAt(MaintenanceWindow w) => AnnounceDays == 0 ? null : (w.From - Duration.FromDays(AnnounceDays)).ToDateTimeOffset();
}

internal sealed class MaintenancePlanConfiguration : IEntityTypeConfiguration<MaintenancePlan>
{
    public void Configure(EntityTypeBuilder<MaintenancePlan> t)
    {
        t.ToTable("maintenance_plans");
        t.HasKey(x => x.Id);
        t.Ignore(x => x.Schedule);
        t.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.Name).HasColumnName("name");
        t.Property(x => x.Kind).HasColumnName("kind").HasConversion(EnumText.Converter<MaintenanceKind>());
        t.Property(x => x.ContractId).HasColumnName("contract_id");
        t.Property(x => x.CustomerId).HasColumnName("customer_id");
        t.Property(x => x.ProductId).HasColumnName("product_id");
        t.Property(x => x.AssetId).HasColumnName("asset_id");
        t.Property(x => x.Zone).HasColumnName("zone");
        t.Property(x => x.StartsOn).HasColumnName("starts_on");
        t.Property(x => x.EndsOn).HasColumnName("ends_on");
        t.Property(x => x.At).HasColumnName("at");
        t.Property(x => x.Minutes).HasColumnName("minutes");
        t.Property(x => x.Rule).HasColumnName("rule");
        t.Property(x => x.GraceHours).HasColumnName("grace_hours");
        t.Property(x => x.AnnounceDays).HasColumnName("announce_days");
        t.Property(x => x.TeamId).HasColumnName("team_id");
        t.Property(x => x.EngineerId).HasColumnName("engineer_id");
        t.Property(x => x.RtoMinutes).HasColumnName("rto_minutes");
        t.Property(x => x.RpoMinutes).HasColumnName("rpo_minutes");
        t.Property(x => x.Checklist).HasColumnName("checklist").HasColumnType("jsonb").HasConversion(JsonText.Of<Checklist>());
        t.Property(x => x.Note).HasColumnName("note");
        t.Property(x => x.CoverReason).HasColumnName("cover_reason");
        t.Property(x => x.PlannedUntil).HasColumnName("planned_until");
        t.Property(x => x.EndedAt).HasColumnName("ended_at");
        t.Property(x => x.EndReason).HasColumnName("end_reason");
        t.Property(x => x.UpdatedAt).HasColumnName("updated_at");
        t.HasOne<ContractRow>().WithMany().HasForeignKey(x => x.ContractId);
        t.HasOne<Team>().WithMany().HasForeignKey(x => x.TeamId);
        t.HasIndex(x => new { x.Tenant, x.Id }, "ix_maintenance_plans_tenant");
    }
}
