using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;

namespace ServiceMesh.Dispatch.Offers;

/// <summary>What became of an offer.</summary>
public enum OfferState
{
    Open,
    Accepted,
    Refused,
    Expired,

    /// <summary>Somebody else got the ticket, or it ended.</summary>
    Withdrawn,
}

/// <summary>A ticket offered to an engineer.</summary>
public sealed class OfferRow
{
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    public required Guid TicketId { get; init; }
    public required Guid EngineerId { get; init; }

    /// <summary>The ticket's.</summary>
    public required int Cycle { get; init; }

    /// <summary>From 1: each way from the queue through the team is one. Who did not answer is asked again in the next, who refused is not.</summary>
    public required int Round { get; init; }
    public required DateTimeOffset OfferedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public required OfferState State { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public string? Reason { get; set; }
}

internal sealed class OfferConfiguration : IEntityTypeConfiguration<OfferRow>
{
    public void Configure(EntityTypeBuilder<OfferRow> t)
    {
        t.ToTable("offers");
        t.HasKey(x => x.Id);
        t.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.TicketId).HasColumnName("ticket_id");
        t.Property(x => x.EngineerId).HasColumnName("engineer_id");
        t.Property(x => x.Cycle).HasColumnName("cycle");
        t.Property(x => x.Round).HasColumnName("round");
        t.Property(x => x.OfferedAt).HasColumnName("offered_at");
        t.Property(x => x.ExpiresAt).HasColumnName("expires_at");
        t.Property(x => x.State).HasColumnName("state").HasConversion(EnumText.Converter<OfferState>());
        t.Property(x => x.EndedAt).HasColumnName("ended_at");
        t.Property(x => x.Reason).HasColumnName("reason");
        t.HasOne<Ticket>().WithMany().HasForeignKey(x => x.TicketId);
        // One at a time, whatever happens.
        t.HasIndex(x => x.TicketId, "ux_offers_open").IsUnique().HasFilter("state = 'open'");
        t.HasIndex(x => new { x.TicketId, x.OfferedAt }, "ix_offers_ticket");
        t.HasIndex(x => new { x.Tenant, x.EngineerId }, "ix_offers_open_engineer").HasFilter("state = 'open'");
    }
}
