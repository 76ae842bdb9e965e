using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain.Maintenance;
using ServiceMesh.Dispatch.Persistence;

namespace ServiceMesh.Dispatch.Maintenance;

/// <summary>A tenant's own list for a kind of maintenance.</summary>
public sealed class ChecklistRow
{
    public required string Tenant { get; init; }
    public required MaintenanceKind Kind { get; init; }
    public required Checklist Items { get; set; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public string? UpdatedBy { get; set; }
}

/// <summary>A calendar to subscribe to: its address is known by its hash only.</summary>
public sealed class FeedRow
{
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    public required string TokenHash { get; init; }
    public required string Name { get; init; }
    public required string Language { get; init; }
    public Guid? CustomerId { get; init; }
    public Guid? ContractId { get; init; }
    public Guid? TeamId { get; init; }
    public Guid? EngineerId { get; init; }
    public string? CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A ticket that was opened while an upgrade of the same customer was under way.</summary>
public sealed class TiedTicket
{
    public required Guid TicketId { get; init; }
    public required Guid RunId { get; init; }
    public required string Tenant { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class MaintenanceRunConfiguration : IEntityTypeConfiguration<MaintenanceRun>
{
    public void Configure(EntityTypeBuilder<MaintenanceRun> t)
    {
        t.ToTable("maintenance_runs");
        t.HasKey(x => x.Id);
        t.Ignore(x => x.IsOpen);
        t.Ignore(x => x.IsCovered);
        t.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.PlanId).HasColumnName("plan_id");
        t.Property(x => x.Kind).HasColumnName("kind").HasConversion(EnumText.Converter<MaintenanceKind>());
        t.Property(x => x.ContractId).HasColumnName("contract_id");
        t.Property(x => x.CustomerId).HasColumnName("customer_id");
        t.Property(x => x.ProductId).HasColumnName("product_id");
        t.Property(x => x.AssetId).HasColumnName("asset_id");
        t.Property(x => x.OccursOn).HasColumnName("occurs_on");
        t.Property(x => x.Zone).HasColumnName("zone");
        t.Property(x => x.From).HasColumnName("from_at");
        t.Property(x => x.Until).HasColumnName("until_at");
        t.Property(x => x.DueAt).HasColumnName("due_at");
        t.Property(x => x.AnnounceAt).HasColumnName("announce_at");
        t.Property(x => x.AnnouncedAt).HasColumnName("announced_at");
        t.Property(x => x.State).HasColumnName("state").HasConversion(EnumText.Converter<RunState>());
        t.Property(x => x.Cover).HasColumnName("cover").HasConversion(EnumText.Converter<MaintenanceCover>());
        t.Property(x => x.CoverReason).HasColumnName("cover_reason");
        t.Property(x => x.RtoSeconds).HasColumnName("rto_seconds");
        t.Property(x => x.RpoSeconds).HasColumnName("rpo_seconds");
        t.Property(x => x.TeamId).HasColumnName("team_id");
        t.Property(x => x.EngineerId).HasColumnName("engineer_id");
        t.Property(x => x.Explanation).HasColumnName("explanation");
        t.Property(x => x.Why).HasColumnName("why").HasColumnType("jsonb").HasConversion(JsonText.Of<AssignmentReason>());
        t.Property(x => x.Checklist).HasColumnName("checklist").HasColumnType("jsonb").HasConversion(JsonText.Of<Checklist>());
        t.Property(x => x.Checks).HasColumnName("checks").HasColumnType("jsonb").HasConversion(JsonText.Required<CheckAnswers>());
        t.Property(x => x.Evidence).HasColumnName("evidence").HasColumnType("jsonb").HasConversion(JsonText.Required<Evidence>());
        t.Property(x => x.StartedAt).HasColumnName("started_at");
        t.Property(x => x.OverdueAt).HasColumnName("overdue_at");
        t.Property(x => x.Escalations).HasColumnName("escalations").HasDefaultValue(0);
        t.Property(x => x.CompletedAt).HasColumnName("completed_at");
        t.Property(x => x.Verdict).HasColumnName("verdict").HasConversion(EnumText.Converter<MaintenanceVerdict>());
        t.Property(x => x.VerdictBecause).HasColumnName("verdict_because");
        t.Property(x => x.Remark).HasColumnName("remark");
        t.Property(x => x.WaiverReason).HasColumnName("waiver_reason");
        t.Property(x => x.WaiverBy).HasColumnName("waiver_by");
        t.Property(x => x.CancelReason).HasColumnName("cancel_reason");
        t.Property(x => x.Reschedules).HasColumnName("reschedules");
        t.Property(x => x.Sequence).HasColumnName("sequence");
        t.Property(x => x.CreatedAt).HasColumnName("created_at");
        t.Property(x => x.UpdatedAt).HasColumnName("updated_at");
        t.Property(x => x.History).HasColumnName("history").HasColumnType("jsonb").HasConversion(JsonText.Required<RunHistory>());
        t.HasOne<MaintenancePlan>().WithMany().HasForeignKey(x => x.PlanId);
        // One run for a plan's day, whatever is killed, repeated or done at once.
        t.HasIndex(x => new { x.PlanId, x.OccursOn }, "ux_maintenance_runs_occurrence").IsUnique();
        t.HasIndex(x => new { x.Tenant, x.From, x.Id }, "ix_maintenance_runs_from");
        t.HasIndex(x => new { x.Tenant, x.ContractId }, "ix_maintenance_runs_contract");
        // What somebody has in hand: a handful of rows, counted by every choice.
        t.HasIndex(x => new { x.Tenant, x.EngineerId }, "ix_maintenance_runs_in_hand").HasFilter("engineer_id IS NOT NULL AND state IN ('due', 'inProgress', 'overdue')");
        // What waits for somebody: mostly none.
        t.HasIndex(x => new { x.Tenant, x.TeamId }, "ix_maintenance_runs_waiting").HasFilter("engineer_id IS NULL AND state IN ('due', 'overdue')");
        // What every opening ticket of a customer is looked up in: a handful of rows.
        t.HasIndex(x => new { x.Tenant, x.CustomerId, x.From }, "ix_maintenance_runs_upgrades").HasFilter("kind = 'upgrade' AND state <> 'cancelled'");
    }
}

internal sealed class ChecklistConfiguration : IEntityTypeConfiguration<ChecklistRow>
{
    public void Configure(EntityTypeBuilder<ChecklistRow> t)
    {
        t.ToTable("maintenance_checklists");
        t.HasKey(x => new { x.Tenant, x.Kind });
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.Kind).HasColumnName("kind").HasConversion(EnumText.Converter<MaintenanceKind>());
        t.Property(x => x.Items).HasColumnName("items").HasColumnType("jsonb").HasConversion(JsonText.Required<Checklist>());
        t.Property(x => x.UpdatedAt).HasColumnName("updated_at");
        t.Property(x => x.UpdatedBy).HasColumnName("updated_by");
    }
}

internal sealed class FeedConfiguration : IEntityTypeConfiguration<FeedRow>
{
    public void Configure(EntityTypeBuilder<FeedRow> t)
    {
        t.ToTable("maintenance_feeds");
        t.HasKey(x => x.Id);
        t.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.TokenHash).HasColumnName("token_hash");
        t.Property(x => x.Name).HasColumnName("name");
        t.Property(x => x.Language).HasColumnName("language");
        t.Property(x => x.CustomerId).HasColumnName("customer_id");
        t.Property(x => x.ContractId).HasColumnName("contract_id");
        t.Property(x => x.TeamId).HasColumnName("team_id");
        t.Property(x => x.EngineerId).HasColumnName("engineer_id");
        t.Property(x => x.CreatedBy).HasColumnName("created_by");
        t.Property(x => x.CreatedAt).HasColumnName("created_at");
        t.HasIndex(x => x.TokenHash, "ux_maintenance_feeds_token").IsUnique();
        t.HasIndex(x => new { x.Tenant, x.Id }, "ix_maintenance_feeds_tenant");
    }
}

internal sealed class TiedTicketConfiguration : IEntityTypeConfiguration<TiedTicket>
{
    public void Configure(EntityTypeBuilder<TiedTicket> t)
    {
        t.ToTable("maintenance_tickets");
        t.HasKey(x => x.TicketId);
        t.Property(x => x.TicketId).HasColumnName("ticket_id");
        t.Property(x => x.RunId).HasColumnName("run_id");
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.At).HasColumnName("at");
        // No foreign key: an opening ticket must not wait for whoever works on the run.
        t.HasIndex(x => x.RunId, "ix_maintenance_tickets_run");
    }
}
