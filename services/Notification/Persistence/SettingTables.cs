using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceMesh.Notification.Persistence;

/// <summary>How the rows of settings, people and announcements are stored.</summary>
internal static class SettingTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<TenantSettingsRow>(Settings);
        model.Entity<PersonRow>(Person);
        model.Entity<ProviderRow>(Provider);
        model.Entity<TemplateRow>(Template);
        model.Entity<WatchRow>(Watch);
        model.Entity<NoticeRuleRow>(Rule);
        model.Entity<AnnouncementRow>(Announcement);
        model.Entity<ContactCopyRow>(Contact);
        model.Entity<ContractCopyRow>(Contract);
        model.Entity<AnnouncementRecipientRow>(Recipient);
        model.Entity<HeldRow>(Held);
        model.Entity<InboxRow>(Inbox);
    }

    private static void Settings(EntityTypeBuilder<TenantSettingsRow> row)
    {
        row.ToTable("tenant_settings").HasKey(r => r.Tenant).HasName("tenant_settings_pkey");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.Version).HasColumnName("version");
    }

    private static void Rule(EntityTypeBuilder<NoticeRuleRow> row)
    {
        row.ToTable("notice_rules").HasKey(r => r.Id).HasName("notice_rules_pkey");
        row.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.Templates).HasColumnName("templates");
        row.Property(r => r.Role).HasColumnName("role");
        row.Property(r => r.TeamId).HasColumnName("team_id");
        row.Property(r => r.OfTeamId).HasColumnName("of_team_id");
        row.Property(r => r.SeverityAtMost).HasColumnName("severity_at_most");
        row.Property(r => r.CreatedAt).HasColumnName("created_at");
        row.Property(r => r.CreatedBy).HasColumnName("created_by");
        row.HasIndex(r => new { r.Tenant, r.Id }).HasDatabaseName("notice_rules_by_tenant");
    }

    private static void Person(EntityTypeBuilder<PersonRow> row)
    {
        row.ToTable("people").HasKey(r => new { r.Tenant, r.Address }).HasName("people_pkey");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.Address).HasColumnName("address");
        row.Property(r => r.Phone).HasColumnName("phone");
        row.Property(r => r.FeishuId).HasColumnName("feishu_id");
        row.Property(r => r.TimeZone).HasColumnName("time_zone");
        row.Property(r => r.QuietFrom).HasColumnName("quiet_from");
        row.Property(r => r.QuietTo).HasColumnName("quiet_to");
        row.Property(r => r.DigestMinutes).HasColumnName("digest_minutes").HasDefaultValue(0);
        row.Property(r => r.Rules).HasColumnName("rules").HasColumnType("jsonb").HasDefaultValueSql("'{}'::jsonb");
        row.Property(r => r.Suppressed).HasColumnName("suppressed");
        row.Property(r => r.SuppressedAt).HasColumnName("suppressed_at");
    }

    private static void Provider(EntityTypeBuilder<ProviderRow> row)
    {
        row.ToTable("providers").HasKey(r => r.Id).HasName("providers_pkey");
        row.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.Name).HasColumnName("name");
        row.Property(r => r.Kind).HasColumnName("kind");
        row.Property(r => r.SealedUrl).HasColumnName("sealed_url");
        row.Property(r => r.SealedSecret).HasColumnName("sealed_secret");
        row.Property(r => r.Account).HasColumnName("account");
        row.Property(r => r.Sender).HasColumnName("sender");
        row.Property(r => r.ScriptUrl).HasColumnName("script_url");
        row.Property(r => r.Templates).HasColumnName("templates");
        row.Property(r => r.Audiences).HasColumnName("audiences");
        row.Property(r => r.Language).HasColumnName("language");
        row.Property(r => r.PerMinute).HasColumnName("per_minute");
        row.Property(r => r.CreatedAt).HasColumnName("created_at");
        row.Property(r => r.DisabledAt).HasColumnName("disabled_at");
        row.HasIndex(r => new { r.Tenant, r.Id }).HasDatabaseName("providers_by_tenant");
    }

    private static void Template(EntityTypeBuilder<TemplateRow> row)
    {
        row.ToTable("templates").HasKey(r => r.Id).HasName("templates_pkey");
        row.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.Template).HasColumnName("template");
        row.Property(r => r.Channel).HasColumnName("channel");
        row.Property(r => r.Language).HasColumnName("language");
        row.Property(r => r.Brand).HasColumnName("brand");
        row.Property(r => r.Version).HasColumnName("version");
        row.Property(r => r.Subject).HasColumnName("subject");
        row.Property(r => r.Text).HasColumnName("body_text");
        row.Property(r => r.Html).HasColumnName("body_html");
        row.Property(r => r.Active).HasColumnName("active");
        row.Property(r => r.CreatedAt).HasColumnName("created_at");
        row.Property(r => r.CreatedBy).HasColumnName("created_by");
        row.HasIndex(r => new { r.Tenant, r.Template, r.Channel, r.Language, r.Brand, r.Version }).IsUnique().HasDatabaseName("templates_versions");
    }

    private static void Watch(EntityTypeBuilder<WatchRow> row)
    {
        row.ToTable("watches").HasKey(r => new { r.Tenant, r.TicketId, r.Address }).HasName("watches_pkey");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.TicketId).HasColumnName("ticket_id");
        row.Property(r => r.Address).HasColumnName("address");
    }

    private static void Announcement(EntityTypeBuilder<AnnouncementRow> row)
    {
        row.ToTable("announcements").HasKey(r => r.Id).HasName("announcements_pkey");
        row.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.Texts).HasColumnName("texts").HasColumnType("jsonb");
        row.Property(r => r.Audience).HasColumnName("audience").HasColumnType("jsonb");
        row.Property(r => r.PerMinute).HasColumnName("per_minute");
        row.Property(r => r.State).HasColumnName("state");
        row.Property(r => r.Total).HasColumnName("total");
        row.Property(r => r.Queued).HasColumnName("queued");
        row.Property(r => r.CreatedBy).HasColumnName("created_by");
        row.Property(r => r.CreatedAt).HasColumnName("created_at");
        row.Property(r => r.StartedAt).HasColumnName("started_at");
        row.Property(r => r.FinishedAt).HasColumnName("finished_at");
        row.HasIndex(r => new { r.Tenant, r.Id }).HasDatabaseName("announcements_by_tenant");
    }

    private static void Contact(EntityTypeBuilder<ContactCopyRow> row)
    {
        row.ToTable("contact_copies").HasKey(r => new { r.Tenant, r.ContactId }).HasName("contact_copies_pkey");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.ContactId).HasColumnName("contact_id");
        row.Property(r => r.CustomerId).HasColumnName("customer_id");
        row.Property(r => r.Name).HasColumnName("name");
        row.Property(r => r.Email).HasColumnName("email");
        row.Property(r => r.Phones).HasColumnName("phones").HasDefaultValueSql("'{}'");
        row.Property(r => r.Language).HasColumnName("language");
        row.Property(r => r.Sequence).HasColumnName("sequence");
        row.HasIndex(r => new { r.Tenant, r.CustomerId }).HasDatabaseName("contact_copies_by_customer");
    }

    private static void Contract(EntityTypeBuilder<ContractCopyRow> row)
    {
        row.ToTable("contract_copies").HasKey(r => new { r.Tenant, r.ContractId }).HasName("contract_copies_pkey");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.ContractId).HasColumnName("contract_id");
        row.Property(r => r.CustomerId).HasColumnName("customer_id");
        row.Property(r => r.ServiceLevel).HasColumnName("service_level");
        row.Property(r => r.ProductIds).HasColumnName("product_ids");
        row.Property(r => r.EndsOn).HasColumnName("ends_on");
        row.Property(r => r.Sequence).HasColumnName("sequence");
        row.HasIndex(r => new { r.Tenant, r.CustomerId }).HasDatabaseName("contract_copies_by_customer");
    }

    private static void Recipient(EntityTypeBuilder<AnnouncementRecipientRow> row)
    {
        row.ToTable("announcement_recipients").HasKey(r => new { r.AnnouncementId, r.Address }).HasName("announcement_recipients_pkey");
        row.Property(r => r.AnnouncementId).HasColumnName("announcement_id");
        row.Property(r => r.Address).HasColumnName("address");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.Name).HasColumnName("name");
        row.Property(r => r.Language).HasColumnName("language");
        row.Property(r => r.DeliveryId).HasColumnName("delivery_id");
    }

    private static void Held(EntityTypeBuilder<HeldRow> row)
    {
        row.ToTable("held_deliveries").HasKey(r => r.DeliveryId).HasName("held_deliveries_pkey");
        row.Property(r => r.DeliveryId).HasColumnName("delivery_id").ValueGeneratedNever();
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.Channel).HasColumnName("channel");
        row.Property(r => r.Recipient).HasColumnName("recipient");
        row.Property(r => r.DueAt).HasColumnName("due_at");
        row.HasIndex(r => new { r.Tenant, r.Channel, r.Recipient }).HasDatabaseName("held_deliveries_by_recipient");
    }

    private static void Inbox(EntityTypeBuilder<InboxRow> row)
    {
        row.ToTable("person_notices").HasKey(r => r.Id).HasName("person_notices_pkey");
        row.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.Person).HasColumnName("person");
        row.Property(r => r.Source).HasColumnName("source");
        row.Property(r => r.TicketId).HasColumnName("ticket_id");
        row.Property(r => r.Template).HasColumnName("template");
        row.Property(r => r.Audience).HasColumnName("audience");
        row.Property(r => r.Subject).HasColumnName("subject");
        row.Property(r => r.Text).HasColumnName("body_text");
        row.Property(r => r.CreatedAt).HasColumnName("created_at");
        row.Property(r => r.ReadAt).HasColumnName("read_at");
        row.HasIndex(r => new { r.Tenant, r.Person, r.Id }).HasDatabaseName("person_notices_by_person");
        row.HasIndex(r => new { r.Tenant, r.Source, r.Person }).IsUnique().HasDatabaseName("person_notices_once");
    }
}
