using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceMesh.Dispatch.Handovers;

/// <summary>What whoever goes off shift leaves for who comes.</summary>
public sealed class HandoverNote
{
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    public required Guid TeamId { get; init; }
    public required string Text { get; init; }

    /// <summary>The tickets that the text names by number.</summary>
    public required Guid[] TicketIds { get; init; }
    public required string ByName { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Who has taken over; null while nobody has.</summary>
    public string? TakenBy { get; set; }
    public DateTimeOffset? TakenAt { get; set; }
}

internal sealed class HandoverNoteConfiguration : IEntityTypeConfiguration<HandoverNote>
{
    public void Configure(EntityTypeBuilder<HandoverNote> t)
    {
        t.ToTable("handover_notes");
        t.HasKey(x => x.Id);
        t.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.TeamId).HasColumnName("team_id");
        t.Property(x => x.Text).HasColumnName("text");
        t.Property(x => x.TicketIds).HasColumnName("ticket_ids");
        t.Property(x => x.ByName).HasColumnName("by_name");
        t.Property(x => x.At).HasColumnName("at");
        t.Property(x => x.TakenBy).HasColumnName("taken_by");
        t.Property(x => x.TakenAt).HasColumnName("taken_at");
        t.HasIndex(x => new { x.Tenant, x.At }, "ix_handover_notes_at");
    }
}
