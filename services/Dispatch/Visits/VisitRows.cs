using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;

namespace ServiceMesh.Dispatch.Visits;

/// <summary>How far a visit is.</summary>
public enum VisitState
{
    Agreed,
    Arrived,
    Done,
    Cancelled,
}

/// <summary>A visit at the customer's.</summary>
public sealed class VisitRow
{
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    public required Guid TicketId { get; init; }
    public Guid? EngineerId { get; set; }
    public string? EngineerName { get; set; }

    /// <summary>The agreed window; the check-in's instant twice for a visit that nobody had agreed.</summary>
    public required DateTimeOffset StartsAt { get; set; }
    public required DateTimeOffset EndsAt { get; set; }
    public string? Place { get; set; }
    public GeoPoint? At { get; set; }
    public string[] Parts { get; set; } = [];
    public int? TravelMinutes { get; set; }
    public string? LateReason { get; set; }

    /// <summary>Why it was agreed although something spoke against the engineer.</summary>
    public string? OverrideReason { get; set; }
    public required VisitState State { get; set; }
    public DateTimeOffset? ArrivedAt { get; set; }
    public string? ArrivedPlace { get; set; }
    public GeoPoint? ArrivedPoint { get; set; }
    public string? ArrivedBy { get; set; }

    /// <summary>Why somebody else checked in for the engineer.</summary>
    public string? ArrivedReason { get; set; }

    /// <summary>Why the check-in has no place.</summary>
    public string? NoPlaceReason { get; set; }
    public DateTimeOffset? DoneAt { get; set; }
    public string? Report { get; set; }
    public string[] PartsUsed { get; set; } = [];

    /// <summary>Who signed on the customer's side.</summary>
    public string? SignedBy { get; set; }
    public string? CancelReason { get; set; }
}

/// <summary>A signature or a photo of a visit.</summary>
public sealed class VisitFile
{
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    public required Guid VisitId { get; init; }
    public required VisitFileKind Kind { get; init; }

    /// <summary><c>image/png</c>, <c>image/jpeg</c> or <c>image/webp</c>, by its first bytes.</summary>
    public required string Type { get; init; }
    public required int Bytes { get; init; }
    public string? ByName { get; init; }
    public required DateTimeOffset At { get; init; }
    public required byte[] Content { get; init; }
}

public enum VisitFileKind
{
    Photo,
    Signature,
}

/// <summary>Work on the customer's system from afar.</summary>
public sealed class RemoteSessionRow
{
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    public required Guid TicketId { get; init; }
    public string? Tool { get; init; }
    public string? Link { get; init; }
    public string? Note { get; init; }
    public string? ByName { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; set; }
    public string? Log { get; set; }
}

internal sealed class VisitConfiguration : IEntityTypeConfiguration<VisitRow>
{
    public void Configure(EntityTypeBuilder<VisitRow> t)
    {
        t.ToTable("visits");
        t.HasKey(x => x.Id);
        t.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.TicketId).HasColumnName("ticket_id");
        t.Property(x => x.EngineerId).HasColumnName("engineer_id");
        t.Property(x => x.EngineerName).HasColumnName("engineer_name");
        t.Property(x => x.StartsAt).HasColumnName("starts_at");
        t.Property(x => x.EndsAt).HasColumnName("ends_at");
        t.Property(x => x.Place).HasColumnName("place");
        t.Property(x => x.At).HasColumnName("point").HasColumnType("jsonb").HasConversion(JsonText.Of<GeoPoint>());
        t.Property(x => x.Parts).HasColumnName("parts");
        t.Property(x => x.TravelMinutes).HasColumnName("travel_minutes");
        t.Property(x => x.LateReason).HasColumnName("late_reason");
        t.Property(x => x.OverrideReason).HasColumnName("override_reason");
        t.Property(x => x.State).HasColumnName("state").HasConversion(EnumText.Converter<VisitState>());
        t.Property(x => x.ArrivedAt).HasColumnName("arrived_at");
        t.Property(x => x.ArrivedPlace).HasColumnName("arrived_place");
        t.Property(x => x.ArrivedPoint).HasColumnName("arrived_point").HasColumnType("jsonb").HasConversion(JsonText.Of<GeoPoint>());
        t.Property(x => x.ArrivedBy).HasColumnName("arrived_by");
        t.Property(x => x.ArrivedReason).HasColumnName("arrived_reason");
        t.Property(x => x.NoPlaceReason).HasColumnName("no_place_reason");
        t.Property(x => x.DoneAt).HasColumnName("done_at");
        t.Property(x => x.Report).HasColumnName("report");
        t.Property(x => x.PartsUsed).HasColumnName("parts_used");
        t.Property(x => x.SignedBy).HasColumnName("signed_by");
        t.Property(x => x.CancelReason).HasColumnName("cancel_reason");
        t.HasOne<Ticket>().WithMany().HasForeignKey(x => x.TicketId);
        t.HasIndex(x => new { x.TicketId, x.StartsAt }, "ix_visits_ticket");
        t.HasIndex(x => new { x.Tenant, x.EngineerId, x.StartsAt }, "ix_visits_engineer").HasFilter("state <> 'cancelled'");
    }
}

internal sealed class VisitFileConfiguration : IEntityTypeConfiguration<VisitFile>
{
    public void Configure(EntityTypeBuilder<VisitFile> t)
    {
        t.ToTable("visit_files");
        t.HasKey(x => x.Id);
        t.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.VisitId).HasColumnName("visit_id");
        t.Property(x => x.Kind).HasColumnName("kind").HasConversion(EnumText.Converter<VisitFileKind>());
        t.Property(x => x.Type).HasColumnName("type");
        t.Property(x => x.Bytes).HasColumnName("bytes");
        t.Property(x => x.ByName).HasColumnName("by_name");
        t.Property(x => x.At).HasColumnName("at");
        t.Property(x => x.Content).HasColumnName("content");
        t.HasOne<VisitRow>().WithMany().HasForeignKey(x => x.VisitId);
        t.HasIndex(x => new { x.VisitId, x.At }, "ix_visit_files_visit");
    }
}

internal sealed class RemoteSessionConfiguration : IEntityTypeConfiguration<RemoteSessionRow>
{
    public void Configure(EntityTypeBuilder<RemoteSessionRow> t)
    {
        t.ToTable("remote_sessions");
        t.HasKey(x => x.Id);
        t.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.TicketId).HasColumnName("ticket_id");
        t.Property(x => x.Tool).HasColumnName("tool");
        t.Property(x => x.Link).HasColumnName("link");
        t.Property(x => x.Note).HasColumnName("note");
        t.Property(x => x.ByName).HasColumnName("by_name");
        t.Property(x => x.StartedAt).HasColumnName("started_at");
        t.Property(x => x.EndedAt).HasColumnName("ended_at");
        t.Property(x => x.Log).HasColumnName("log");
        t.HasOne<Ticket>().WithMany().HasForeignKey(x => x.TicketId);
        t.HasIndex(x => new { x.TicketId, x.StartedAt }, "ix_remote_sessions_ticket");
    }
}
