using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceMesh.Insight.Record.Erasure;

/// <summary>A request to erase a person, done. It names nobody but by the contact's id.</summary>
public sealed class ErasureRow
{
    public required string Tenant { get; init; }
    public required Guid Id { get; init; }
    public required Guid ContactId { get; init; }

    /// <summary>Who asked for it to be done: an account's or key's id.</summary>
    public string? RequestedBy { get; init; }
    public string? Reason { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Tickets of this person.</summary>
    public required int Tickets { get; init; }

    /// <summary>Events that lost the customer's part.</summary>
    public required int Events { get; init; }

    internal static void Map(EntityTypeBuilder<ErasureRow> row)
    {
        row.ToTable("erasures").HasKey(r => new { r.Tenant, r.Id }).HasName("erasures_pkey");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.Id).HasColumnName("id");
        row.Property(r => r.ContactId).HasColumnName("contact_id");
        row.Property(r => r.RequestedBy).HasColumnName("requested_by");
        row.Property(r => r.Reason).HasColumnName("reason");
        row.Property(r => r.At).HasColumnName("at");
        row.Property(r => r.Tickets).HasColumnName("tickets");
        row.Property(r => r.Events).HasColumnName("events");
    }
}
