using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceMesh.Dispatch.Domain.Triage;
using ServiceMesh.Dispatch.Persistence;

namespace ServiceMesh.Dispatch.Triage;

/// <summary>A version of a tenant's triage; the highest holds.</summary>
public sealed class TriageBookRow
{
    public required string Tenant { get; init; }

    /// <summary>From 1.</summary>
    public required int Version { get; init; }
    public required TriageBook Book { get; init; }
    public string? Note { get; init; }
    public string? ByName { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>What a ticket's opening said.</summary>
public sealed class TicketReport
{
    public required Guid TicketId { get; init; }
    public required string Tenant { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public required TriageFacts Facts { get; init; }
}

internal sealed class TriageBookConfiguration : IEntityTypeConfiguration<TriageBookRow>
{
    public void Configure(EntityTypeBuilder<TriageBookRow> t)
    {
        t.ToTable("triage_books");
        t.HasKey(x => new { x.Tenant, x.Version });
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.Version).HasColumnName("version");
        t.Property(x => x.Book).HasColumnName("book").HasColumnType("jsonb").HasConversion(JsonText.Required<TriageBook>());
        t.Property(x => x.Note).HasColumnName("note");
        t.Property(x => x.ByName).HasColumnName("by_name");
        t.Property(x => x.At).HasColumnName("at");
    }
}

internal sealed class TicketReportConfiguration : IEntityTypeConfiguration<TicketReport>
{
    public void Configure(EntityTypeBuilder<TicketReport> t)
    {
        t.ToTable("ticket_reports");
        t.HasKey(x => x.TicketId);
        t.Property(x => x.TicketId).HasColumnName("ticket_id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.OpenedAt).HasColumnName("opened_at");
        t.Property(x => x.Facts).HasColumnName("facts").HasColumnType("jsonb").HasConversion(JsonText.Required<TriageFacts>());
        t.HasIndex(x => new { x.Tenant, x.OpenedAt }, "ix_ticket_reports_opened");
    }
}
