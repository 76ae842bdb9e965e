using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Notification.Persistence.Migrations
{
    /// <summary>By which way each recipient of an announcement is told, whose the runs of planned maintenance are, and every number a contact ever had: for SQL alone, the model does not know them.</summary>
    [DbContext(typeof(NotificationDb))]
    [Migration("20261123190000_WiderAnnouncements")]
    public partial class WiderAnnouncements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
            ALTER TABLE announcement_recipients ADD COLUMN channel text NOT NULL DEFAULT 'email';
            CREATE TABLE run_copies (
                tenant text NOT NULL, run_id uuid NOT NULL, customer_id uuid NOT NULL, starts_at timestamptz NOT NULL, ends_at timestamptz NOT NULL,
                cancelled boolean NOT NULL, sequence bigint NOT NULL, PRIMARY KEY (tenant, run_id));
            CREATE INDEX run_copies_by_customer ON run_copies (tenant, customer_id);
            CREATE INDEX ticket_copies_conversations ON ticket_copies (tenant, contact_id) WHERE channel = 'Im' AND contact_id IS NOT NULL;
            INSERT INTO contact_addresses (tenant, contact_id, address) SELECT c.tenant, c.contact_id, p FROM contact_copies c, unnest(c.phones) AS p ON CONFLICT DO NOTHING;
            """);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
            DROP INDEX ticket_copies_conversations;
            DROP TABLE run_copies;
            ALTER TABLE announcement_recipients DROP COLUMN channel;
            """);
    }
}
