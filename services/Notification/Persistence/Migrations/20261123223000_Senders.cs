using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Notification.Persistence.Migrations
{
    /// <summary>
    /// From whom mails come, brands that nothing is sold under any more, and which product a run of planned maintenance is about: written and read by SQL alone, the model does
    /// not know them.
    /// </summary>
    [DbContext(typeof(NotificationDb))]
    [Migration("20261123223000_Senders")]
    public partial class Senders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
            CREATE TABLE senders (tenant text NOT NULL, brand text NOT NULL, address text NOT NULL, name text, set_by text, set_at timestamptz NOT NULL, PRIMARY KEY (tenant, brand));
            ALTER TABLE deliveries ADD COLUMN sender text, ADD COLUMN sender_name text;
            ALTER TABLE brand_copies ADD COLUMN retired boolean NOT NULL DEFAULT false;
            ALTER TABLE run_copies ADD COLUMN product_id uuid;
            """);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
            ALTER TABLE run_copies DROP COLUMN product_id;
            ALTER TABLE brand_copies DROP COLUMN retired;
            ALTER TABLE deliveries DROP COLUMN sender_name, DROP COLUMN sender;
            DROP TABLE senders;
            """);
    }
}
