using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceMesh.Insight.Record;

/// <summary>What names people in one event, or was typed by them: beside the record, which has its hash.</summary>
public sealed class PersonalRow
{
    public required string Tenant { get; init; }

    /// <summary>The event's position in the tenant's record.</summary>
    public required long Position { get; init; }

    /// <summary>The customer's person whom it is about or who caused it, when the event says so.</summary>
    public Guid? ContactId { get; init; }

    /// <summary>JSON; null when there is none, or when it was erased.</summary>
    public string? Customer { get; init; }
    public byte[]? CustomerSalt { get; init; }

    /// <summary>JSON; null when there is none.</summary>
    public string? Staff { get; init; }
    public byte[]? StaffSalt { get; init; }

    /// <summary>When the customer's part was erased on request; null while it is there.</summary>
    public DateTimeOffset? ErasedAt { get; init; }

    internal static void Map(EntityTypeBuilder<PersonalRow> row)
    {
        row.ToTable("personal").HasKey(r => new { r.Tenant, r.Position }).HasName("personal_pkey");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.Position).HasColumnName("position");
        row.Property(r => r.ContactId).HasColumnName("contact_id");
        row.Property(r => r.Customer).HasColumnName("customer").HasColumnType("jsonb");
        row.Property(r => r.CustomerSalt).HasColumnName("customer_salt");
        row.Property(r => r.Staff).HasColumnName("staff").HasColumnType("jsonb");
        row.Property(r => r.StaffSalt).HasColumnName("staff_salt");
        row.Property(r => r.ErasedAt).HasColumnName("erased_at");
        row.HasIndex(r => new { r.Tenant, r.ContactId }).HasDatabaseName("personal_of_contact").HasFilter("contact_id IS NOT NULL");
    }
}
