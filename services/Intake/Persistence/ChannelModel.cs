using Microsoft.EntityFrameworkCore;

namespace ServiceMesh.Intake.Persistence;

/// <summary>Channels and what comes in through them. A channel's id is known before its tenant is, so it is unique by itself.</summary>
internal static class ChannelModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<ChannelRow>(t =>
        {
            t.ToTable("channels");
            t.HasKey(x => x.Id);
            t.HasIndex(x => new { x.Tenant, x.Id });
        });
        model.Entity<ChannelTokenRow>(t =>
        {
            t.ToTable("channel_tokens");
            t.HasKey(x => x.ChannelId);
        });
        model.Entity<ConversationRow>(t =>
        {
            t.ToTable("conversations");
            t.HasKey(x => new { x.ChannelId, x.ConversationId });
            // The version before does not name these columns.
            t.Property(x => x.CustomerRead).HasDefaultValue(0L);
            t.Property(x => x.StaffRead).HasDefaultValue(0L);
        });
        model.Entity<PlatformPersonRow>(t =>
        {
            t.ToTable("platform_people");
            t.HasKey(x => new { x.ChannelId, x.PersonId });
            t.HasIndex(x => new { x.Tenant, x.ContactId });
        });
        model.Entity<WebhookRow>(t =>
        {
            t.ToTable("webhooks");
            t.HasKey(x => new { x.ChannelId, x.WebhookId });
            t.HasIndex(x => new { x.ChannelId, x.ReceivedAt });
        });
        model.Entity<OnCallTeamRow>(t =>
        {
            t.ToTable("on_call_teams");
            t.HasKey(x => new { x.Tenant, x.TeamId });
        });
        model.Entity<EngineerPhoneRow>(t =>
        {
            t.ToTable("engineer_phones");
            t.HasKey(x => new { x.Tenant, x.EngineerId });
            // The version before does not name this column.
            t.Property(x => x.TeamIds).HasDefaultValueSql("'{}'");
        });
        model.Entity<CalendarRow>(t =>
        {
            t.ToTable("calendars");
            t.HasKey(x => new { x.Tenant, x.CalendarId });
            t.HasIndex(x => new { x.Tenant, x.Name });
            t.Property(x => x.Hours).HasColumnType("jsonb");
        });
        model.Entity<CallRow>(t =>
        {
            t.ToTable("calls");
            t.HasKey(x => new { x.Tenant, x.Id });
            t.HasIndex(x => new { x.ChannelId, x.ExternalId }).IsUnique();
            t.HasIndex(x => new { x.Tenant, x.Id }).HasDatabaseName("ix_calls_recordings").HasFilter("recording_url IS NOT NULL OR voicemail_url IS NOT NULL");
            t.HasIndex(x => new { x.Tenant, x.ContactId }).HasFilter("contact_id IS NOT NULL");
            t.HasIndex(x => new { x.Tenant, x.RingingAt }).HasFilter("ringing_at IS NOT NULL AND answered_at IS NULL AND missed_at IS NULL");
        });
    }
}
