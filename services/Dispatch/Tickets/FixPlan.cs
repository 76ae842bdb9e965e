using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceMesh.Dispatch.Domain;

namespace ServiceMesh.Dispatch.Tickets;

/// <summary>A diagnosis as it was given. A later plan does not replace an earlier one.</summary>
public sealed class FixPlan
{
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    public required Guid TicketId { get; init; }
    public required string Cause { get; init; }
    public required string Steps { get; init; }
    public required string Risk { get; init; }
    public required int EstimatedMinutes { get; init; }
    public string? ByName { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class FixPlanConfiguration : IEntityTypeConfiguration<FixPlan>
{
    public void Configure(EntityTypeBuilder<FixPlan> t)
    {
        t.ToTable("fix_plans");
        t.HasKey(x => x.Id);
        t.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.TicketId).HasColumnName("ticket_id");
        t.Property(x => x.Cause).HasColumnName("cause");
        t.Property(x => x.Steps).HasColumnName("steps");
        t.Property(x => x.Risk).HasColumnName("risk");
        t.Property(x => x.EstimatedMinutes).HasColumnName("estimated_minutes");
        t.Property(x => x.ByName).HasColumnName("by_name");
        t.Property(x => x.At).HasColumnName("at");
        t.HasOne<Ticket>().WithMany().HasForeignKey(x => x.TicketId);
        t.HasIndex(x => new { x.TicketId, x.At }, "ix_fix_plans_ticket");
    }
}
