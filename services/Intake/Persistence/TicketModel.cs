using Microsoft.EntityFrameworkCore;

namespace ServiceMesh.Intake.Persistence;

/// <summary>
/// Tickets and their messages. Ids grow with time, so every list is a range of (tenant, id) or of an index that ends in id: a page costs
/// the same at any size. Rows are never deleted before their master data, so they carry no foreign keys on the busy path.
/// </summary>
internal static class TicketModel
{
    private const string MessagePlaces = "message_places";

    public static void Configure(ModelBuilder model)
    {
        // Small places are left for what is older than every message.
        model.HasSequence<long>(MessagePlaces).StartsAt(1000);
        model.Entity<TicketRow>(t =>
        {
            t.ToTable("tickets");
            t.HasKey(x => new { x.Tenant, x.Id });
            t.HasIndex(x => new { x.Tenant, x.Number }).IsUnique();
            t.HasIndex(x => x.ProgressTokenHash).IsUnique();
            t.HasIndex(x => new { x.Tenant, x.CustomerId, x.Id }).HasFilter("customer_id IS NOT NULL");
            t.HasIndex(x => new { x.Tenant, x.ContactId, x.Id }).HasFilter("contact_id IS NOT NULL");
            t.HasIndex(x => new { x.Tenant, x.OpenedById, x.Id }).HasFilter("opened_by_kind IN ('staff', 'integration')");
            t.HasIndex(x => new { x.Tenant, x.ExternalReference }).HasFilter("external_reference IS NOT NULL");
            t.HasIndex(x => new { x.Tenant, x.CallId }).IsUnique().HasFilter("call_id IS NOT NULL");
            t.HasIndex(x => new { x.Tenant, x.ParentId, x.Id }).HasFilter("parent_id IS NOT NULL");
            // ix_tickets_asset stands in its migration, which makes it beside the running service.
            t.Property(x => x.Form).HasColumnType("jsonb");
            // The version before does not name this column.
            t.Property(x => x.WorkTypeSequence).HasDefaultValue(0L);
        });
        model.Entity<MessageRow>(t =>
        {
            t.ToTable("messages");
            t.HasKey(x => new { x.Tenant, x.Id });
            t.HasIndex(x => new { x.Tenant, x.TicketId, x.Id });
            t.HasIndex(x => new { x.Tenant, x.TicketId, x.ClientKey }).IsUnique().HasFilter("client_key IS NOT NULL");
            t.HasIndex(x => new { x.Tenant, x.PlatformId }).HasFilter("platform_id IS NOT NULL");
            // The version before does not name this column.
            t.Property(x => x.PartsSent).HasDefaultValue(0);
            t.Property(x => x.Place).HasDefaultValueSql($"nextval('{MessagePlaces}')");
        });
        model.Entity<AttachmentRow>(t =>
        {
            t.ToTable("attachments");
            t.HasKey(x => new { x.Tenant, x.Id });
            t.HasIndex(x => new { x.Tenant, x.TicketId, x.MessageId });
            t.HasIndex(x => new { x.Tenant, x.UploadedBy }).HasFilter("ticket_id IS NULL");
            t.HasIndex(x => new { x.Tenant, x.At }).HasFilter("removed_at IS NULL AND ticket_id IS NOT NULL");
        });
        model.Entity<RequestClassRow>(t =>
        {
            t.ToTable("request_classes");
            t.HasKey(x => new { x.Tenant, x.Key });
            t.Property(x => x.Definition).HasColumnType("jsonb");
            // The version before does not name this column.
            t.Property(x => x.Version).HasDefaultValue(0);
        });
        model.Entity<RequestClassVersionRow>(t =>
        {
            t.ToTable("request_class_versions");
            t.HasKey(x => new { x.Tenant, x.Key, x.Version });
            t.Property(x => x.Definition).HasColumnType("jsonb");
        });
        model.Entity<UnfinishedTicketRow>(t =>
        {
            // Its trigram index stands in its migration: not every role may have the extension.
            t.ToTable("unfinished_tickets");
            t.HasKey(x => new { x.Tenant, x.TicketId });
            t.HasIndex(x => x.Marks).HasMethod("gin");
        });
        model.Entity<NumberBlockRow>(t =>
        {
            t.ToTable("number_blocks");
            t.HasKey(x => new { x.Tenant, x.Day });
        });
    }
}
