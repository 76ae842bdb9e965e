using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Notification.Persistence.Migrations
{
    /// <summary>When a message was forgotten, and every address a contact ever had: written and read by SQL alone, the model does not know them.</summary>
    [DbContext(typeof(NotificationDb))]
    [Migration("20261123164500_Forgetting")]
    public partial class Forgetting : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
            ALTER TABLE deliveries ADD COLUMN forgotten_at timestamptz;
            CREATE TABLE contact_addresses (tenant text NOT NULL, contact_id uuid NOT NULL, address text NOT NULL, PRIMARY KEY (tenant, contact_id, address));
            INSERT INTO contact_addresses (tenant, contact_id, address) SELECT tenant, contact_id, lower(email) FROM contact_copies WHERE email IS NOT NULL;
            """);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
            ALTER TABLE deliveries DROP COLUMN forgotten_at;
            DROP TABLE contact_addresses;
            """);
    }
}
