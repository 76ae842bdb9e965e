using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceMesh.Notification.Persistence;

/// <summary>Notification's own database.</summary>
public sealed class NotificationDb(DbContextOptions<NotificationDb> options) : DbContext(options)
{
    public DbSet<DeliveryRow> Deliveries => Set<DeliveryRow>();
    public DbSet<WebhookEndpointRow> WebhookEndpoints => Set<WebhookEndpointRow>();
    public DbSet<ProviderRow> Providers => Set<ProviderRow>();
    public DbSet<TemplateRow> Templates => Set<TemplateRow>();
    public DbSet<TenantCopyRow> Tenants => Set<TenantCopyRow>();
    public DbSet<AccountCopyRow> Accounts => Set<AccountCopyRow>();
    public DbSet<TicketCopyRow> TicketCopies => Set<TicketCopyRow>();
    public DbSet<InboxRow> PersonNotices => Set<InboxRow>();
    public DbSet<WatchRow> Watches => Set<WatchRow>();
    public DbSet<PersonRow> People => Set<PersonRow>();
    public DbSet<AnnouncementRow> Announcements => Set<AnnouncementRow>();
    public DbSet<NoticeRuleRow> NoticeRules => Set<NoticeRuleRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<DeliveryRow>(Deliver);
        modelBuilder.Entity<TicketCopyRow>(Ticket);
        modelBuilder.Entity<TenantCopyRow>(Tenant);
        modelBuilder.Entity<AccountCopyRow>(Account);
        modelBuilder.Entity<EngineerCopyRow>(Engineer);
        modelBuilder.Entity<WebhookEndpointRow>(Endpoint);
        SettingTables.Map(modelBuilder);
    }

    private static void Deliver(EntityTypeBuilder<DeliveryRow> row)
    {
        row.ToTable("deliveries").HasKey(r => r.Id).HasName("deliveries_pkey");
        row.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.TicketId).HasColumnName("ticket_id");
        row.Property(r => r.Source).HasColumnName("source");
        row.Property(r => r.Template).HasColumnName("template");
        row.Property(r => r.Channel).HasColumnName("channel");
        row.Property(r => r.Audience).HasColumnName("audience");
        row.Property(r => r.Recipient).HasColumnName("recipient");
        row.Property(r => r.RecipientName).HasColumnName("recipient_name");
        row.Property(r => r.Language).HasColumnName("language");
        row.Property(r => r.Subject).HasColumnName("subject");
        row.Property(r => r.Text).HasColumnName("body_text");
        row.Property(r => r.Html).HasColumnName("body_html");
        row.Property(r => r.MaskedLink).HasColumnName("masked_link");
        row.Property(r => r.SealedToken).HasColumnName("sealed_token");
        row.Property(r => r.ValidUntil).HasColumnName("valid_until");
        row.Property(r => r.State).HasColumnName("state");
        row.Property(r => r.Attempts).HasColumnName("attempts").HasDefaultValue(0);
        row.Property(r => r.Failure).HasColumnName("failure");
        row.Property(r => r.StatusCode).HasColumnName("status_code");
        row.Property(r => r.NextAttemptAt).HasColumnName("next_attempt_at");
        row.Property(r => r.Trace).HasColumnName("trace");
        row.Property(r => r.CreatedAt).HasColumnName("created_at");
        row.Property(r => r.FinishedAt).HasColumnName("finished_at");
        row.Property(r => r.Urgency).HasColumnName("urgency").HasDefaultValue((short)3).ValueGeneratedNever();
        row.Property(r => r.Person).HasColumnName("person");
        row.Property(r => r.ProviderId).HasColumnName("provider_id");
        row.Property(r => r.Mentions).HasColumnName("mentions");
        row.Property(r => r.HoldUntil).HasColumnName("hold_until");
        row.Property(r => r.MergedInto).HasColumnName("merged_into");
        row.Property(r => r.ConfirmedAt).HasColumnName("confirmed_at");
        row.Property(r => r.OpenedAt).HasColumnName("opened_at");
        row.Property(r => r.History).HasColumnName("history").HasColumnType("jsonb").HasDefaultValueSql("'[]'::jsonb");
        row.Property(r => r.Facts).HasColumnName("facts").HasColumnType("jsonb");
        row.HasIndex(r => new { r.Tenant, r.Source, r.Channel, r.Recipient }).IsUnique().HasDatabaseName("deliveries_once");
        row.HasIndex(r => new { r.Tenant, r.Id }).HasDatabaseName("deliveries_by_tenant");
        row.HasIndex(r => new { r.TicketId, r.Id }).HasDatabaseName("deliveries_by_ticket");
        // No index knows of state, attempts or times: recording an outcome touches none.
    }

    private static void Ticket(EntityTypeBuilder<TicketCopyRow> row)
    {
        row.ToTable("ticket_copies").HasKey(r => new { r.Tenant, r.TicketId }).HasName("ticket_copies_pkey");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.TicketId).HasColumnName("ticket_id");
        row.Property(r => r.Number).HasColumnName("number");
        row.Property(r => r.Subject).HasColumnName("subject");
        row.Property(r => r.Channel).HasColumnName("channel");
        row.Property(r => r.CustomerName).HasColumnName("customer_name");
        row.Property(r => r.ContactName).HasColumnName("contact_name");
        row.Property(r => r.ContactEmail).HasColumnName("contact_email");
        row.Property(r => r.Language).HasColumnName("language");
        row.Property(r => r.SealedProgressToken).HasColumnName("sealed_progress_token");
        row.Property(r => r.EngineerId).HasColumnName("engineer_id");
        row.Property(r => r.EngineerName).HasColumnName("engineer_name");
        row.Property(r => r.EngineerEmail).HasColumnName("engineer_email");
        row.Property(r => r.EngineerLanguage).HasColumnName("engineer_language");
        row.Property(r => r.State).HasColumnName("state");
        row.Property(r => r.Severity).HasColumnName("severity");
        row.Property(r => r.TeamId).HasColumnName("team_id");
        row.Property(r => r.DispatchSequence).HasColumnName("dispatch_sequence").HasDefaultValue(0L);
        row.Property(r => r.SeveritySequence).HasColumnName("severity_sequence").HasDefaultValue(0L);
        row.Property(r => r.Clocks).HasColumnName("clocks");
        row.Property(r => r.ClocksSequence).HasColumnName("clocks_sequence").HasDefaultValue(0L);
        row.Property(r => r.ClocksAt).HasColumnName("clocks_at");
        row.Property(r => r.ContactId).HasColumnName("contact_id");
        row.Property(r => r.MergedInto).HasColumnName("merged_into");
        row.Property(r => r.MergeSequence).HasColumnName("merge_sequence").HasDefaultValue(0L);
        row.HasIndex(r => new { r.Tenant, r.MergedInto }).HasFilter("merged_into IS NOT NULL").HasDatabaseName("ticket_copies_merged");
    }

    private static void Tenant(EntityTypeBuilder<TenantCopyRow> row)
    {
        row.ToTable("tenant_copies").HasKey(r => r.Tenant).HasName("tenant_copies_pkey");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.Brand).HasColumnName("brand");
        row.Property(r => r.Languages).HasColumnName("languages");
        row.Property(r => r.TimeZone).HasColumnName("time_zone");
        row.Property(r => r.Sequence).HasColumnName("sequence");
    }

    private static void Account(EntityTypeBuilder<AccountCopyRow> row)
    {
        row.ToTable("account_copies").HasKey(r => new { r.Tenant, r.AccountId }).HasName("account_copies_pkey");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.AccountId).HasColumnName("account_id");
        row.Property(r => r.Name).HasColumnName("name");
        row.Property(r => r.Email).HasColumnName("email");
        row.Property(r => r.Roles).HasColumnName("roles");
        row.Property(r => r.Language).HasColumnName("language");
        row.Property(r => r.Active).HasColumnName("active");
        row.Property(r => r.Sequence).HasColumnName("sequence");
    }

    private static void Engineer(EntityTypeBuilder<EngineerCopyRow> row)
    {
        row.ToTable("engineer_copies").HasKey(r => new { r.Tenant, r.EngineerId }).HasName("engineer_copies_pkey");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.EngineerId).HasColumnName("engineer_id");
        row.Property(r => r.TeamIds).HasColumnName("team_ids").HasDefaultValueSql("'{}'");
        row.Property(r => r.Name).HasColumnName("name");
        row.Property(r => r.Email).HasColumnName("email");
        row.Property(r => r.Language).HasColumnName("language");
        row.Property(r => r.Active).HasColumnName("active");
        row.Property(r => r.Sequence).HasColumnName("sequence");
    }

    private static void Endpoint(EntityTypeBuilder<WebhookEndpointRow> row)
    {
        row.ToTable("webhook_endpoints").HasKey(r => r.Id).HasName("webhook_endpoints_pkey");
        row.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.Url).HasColumnName("url");
        row.Property(r => r.Events).HasColumnName("events");
        row.Property(r => r.SealedSecret).HasColumnName("sealed_secret");
        row.Property(r => r.CreatedAt).HasColumnName("created_at");
        row.Property(r => r.DisabledAt).HasColumnName("disabled_at");
        row.Property(r => r.DisabledReason).HasColumnName("disabled_reason");
        row.Property(r => r.PreviousSecret).HasColumnName("previous_secret");
        row.Property(r => r.PreviousUntil).HasColumnName("previous_until");
        row.Property(r => r.FailingSince).HasColumnName("failing_since");
        row.Property(r => r.CreatedBy).HasColumnName("created_by");
        row.HasIndex(r => new { r.Tenant, r.Id }).HasDatabaseName("webhook_endpoints_by_tenant");
    }
}
