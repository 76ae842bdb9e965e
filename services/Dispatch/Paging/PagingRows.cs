using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Domain.Paging;
using ServiceMesh.Dispatch.Persistence;

namespace ServiceMesh.Dispatch.Paging;

/// <summary>Who was told when, or could not be.</summary>
public sealed class PageRow
{
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    public required Guid TicketId { get; init; }
    public required Guid PagingId { get; init; }
    public required int Step { get; init; }
    public required string Target { get; init; }
    public required int Reminder { get; init; }
    public required Guid PersonId { get; init; }
    public Guid? AccountId { get; init; }
    public required string PersonName { get; init; }
    public required string Language { get; init; }

    /// <summary>False: there was neither address nor number, and nothing went out.</summary>
    public required bool Reachable { get; init; }
    public required DateTimeOffset At { get; init; }
    public required DateTimeOffset AckUntil { get; init; }

    /// <summary>Of the link's token; null where no links are made.</summary>
    public string? TokenHash { get; init; }
}

internal sealed class PagingConfiguration : IEntityTypeConfiguration<Domain.Paging.Paging>
{
    public void Configure(EntityTypeBuilder<Domain.Paging.Paging> t)
    {
        t.ToTable("pagings");
        t.HasKey(x => x.Id);
        t.Ignore(x => x.IsOfQueue);
        t.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.TicketId).HasColumnName("ticket_id");
        t.Property(x => x.TeamId).HasColumnName("team_id");
        t.Property(x => x.Cycle).HasColumnName("cycle");
        t.Property(x => x.Alarms).HasColumnName("alarms");
        t.Property(x => x.Level).HasColumnName("level");
        t.Property(x => x.Clock).HasColumnName("clock");
        t.Property(x => x.Reason).HasColumnName("reason");
        t.Property(x => x.DueAt).HasColumnName("due_at");
        t.Property(x => x.Ladder).HasColumnName("ladder");
        t.Property(x => x.Step).HasColumnName("step");
        t.Property(x => x.Reminder).HasColumnName("reminder");
        t.Property(x => x.Reminders).HasColumnName("reminders");
        t.Property(x => x.Minutes).HasColumnName("minutes");
        t.Property(x => x.State).HasColumnName("state").HasConversion(EnumText.Converter<PagingState>());
        t.Property(x => x.StartedAt).HasColumnName("started_at");
        t.Property(x => x.NextAt).HasColumnName("next_at");
        t.Property(x => x.Pages).HasColumnName("pages");
        t.Property(x => x.EndedAt).HasColumnName("ended_at");
        t.Property(x => x.EndedBy).HasColumnName("ended_by");
        t.Property(x => x.EndedVia).HasColumnName("ended_via");
        t.HasOne<Ticket>().WithMany().HasForeignKey(x => x.TicketId);
        t.HasIndex(x => new { x.TicketId, x.StartedAt }, "ix_pagings_ticket");
        t.HasIndex(x => x.TicketId, "ux_pagings_active").IsUnique().HasFilter("state = 'active'");
    }
}

internal sealed class PageConfiguration : IEntityTypeConfiguration<PageRow>
{
    public void Configure(EntityTypeBuilder<PageRow> t)
    {
        t.ToTable("pages");
        t.HasKey(x => x.Id);
        t.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.TicketId).HasColumnName("ticket_id");
        t.Property(x => x.PagingId).HasColumnName("paging_id");
        t.Property(x => x.Step).HasColumnName("step");
        t.Property(x => x.Target).HasColumnName("target");
        t.Property(x => x.Reminder).HasColumnName("reminder");
        t.Property(x => x.PersonId).HasColumnName("person_id");
        t.Property(x => x.AccountId).HasColumnName("account_id");
        t.Property(x => x.PersonName).HasColumnName("person_name");
        t.Property(x => x.Language).HasColumnName("language");
        t.Property(x => x.Reachable).HasColumnName("reachable");
        t.Property(x => x.At).HasColumnName("at");
        t.Property(x => x.AckUntil).HasColumnName("ack_until");
        t.Property(x => x.TokenHash).HasColumnName("token_hash");
        t.HasOne<Domain.Paging.Paging>().WithMany().HasForeignKey(x => x.PagingId);
        // One notice per person, ticket, step and reminder, whatever happens.
        t.HasIndex(x => new { x.PagingId, x.Step, x.Reminder, x.PersonId }, "ux_pages_once").IsUnique();
        t.HasIndex(x => x.TokenHash, "ux_pages_token").IsUnique().HasFilter("token_hash IS NOT NULL");
    }
}
