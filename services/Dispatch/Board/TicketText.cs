using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceMesh.Dispatch.Board;

/// <summary>
/// What the board's text search reads: number, subject and customer, a line each, written by a trigger when a ticket is added. Apart from
/// the ticket, whose row changes often, so that its trigram index is written once.
/// </summary>
public sealed class TicketText
{
    public required Guid TicketId { get; init; }
    public required string Tenant { get; init; }
    public required string Text { get; init; }
}

internal sealed class TicketTextConfiguration : IEntityTypeConfiguration<TicketText>
{
    public void Configure(EntityTypeBuilder<TicketText> t)
    {
        t.ToTable("ticket_texts");
        t.HasKey(x => x.TicketId);
        t.Property(x => x.TicketId).HasColumnName("ticket_id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.Text).HasColumnName("text");
    }
}
