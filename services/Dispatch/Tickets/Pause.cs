using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;

namespace ServiceMesh.Dispatch.Tickets;

/// <summary>A span in which the ticket waited for one reason.</summary>
public sealed class Pause
{
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    public required Guid TicketId { get; init; }
    public required PauseReason Reason { get; init; }
    public string? Note { get; init; }
    public string? ByName { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while it lasts.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>What ended it: <c>manual</c>, <c>customer-replied</c>, <c>reason-changed</c>, <c>resolved</c>, <c>merged</c> or <c>cancelled</c>.</summary>
    public string? EndedBy { get; set; }
}

internal sealed class PauseConfiguration : IEntityTypeConfiguration<Pause>
{
    public void Configure(EntityTypeBuilder<Pause> t)
    {
        t.ToTable("pauses");
        t.HasKey(x => x.Id);
        t.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.TicketId).HasColumnName("ticket_id");
        t.Property(x => x.Reason).HasColumnName("reason").HasConversion(EnumText.Converter<PauseReason>());
        t.Property(x => x.Note).HasColumnName("note");
        t.Property(x => x.ByName).HasColumnName("by_name");
        t.Property(x => x.StartedAt).HasColumnName("started_at");
        t.Property(x => x.EndedAt).HasColumnName("ended_at");
        t.Property(x => x.EndedBy).HasColumnName("ended_by");
        t.HasOne<Ticket>().WithMany().HasForeignKey(x => x.TicketId);
        t.HasIndex(x => new { x.TicketId, x.StartedAt }, "ix_pauses_ticket");
    }
}
