using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Notification.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class ChannelsAndPeople : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "previous_secret",
                table: "webhook_endpoints",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "previous_until",
                table: "webhook_endpoints",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "severity",
                table: "ticket_copies",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "facts",
                table: "deliveries",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "history",
                table: "deliveries",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'::jsonb");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "hold_until",
                table: "deliveries",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string[]>(
                name: "mentions",
                table: "deliveries",
                type: "text[]",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "merged_into",
                table: "deliveries",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "opened_at",
                table: "deliveries",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "person",
                table: "deliveries",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "provider_id",
                table: "deliveries",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<short>(
                name: "urgency",
                table: "deliveries",
                type: "smallint",
                nullable: false,
                defaultValue: (short)3);

            migrationBuilder.CreateTable(
                name: "announcement_recipients",
                columns: table => new
                {
                    announcement_id = table.Column<Guid>(type: "uuid", nullable: false),
                    address = table.Column<string>(type: "text", nullable: false),
                    tenant = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: true),
                    language = table.Column<string>(type: "text", nullable: false),
                    delivery_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("announcement_recipients_pkey", x => new { x.announcement_id, x.address });
                });

            migrationBuilder.CreateTable(
                name: "announcements",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant = table.Column<string>(type: "text", nullable: false),
                    texts = table.Column<string>(type: "jsonb", nullable: false),
                    audience = table.Column<string>(type: "jsonb", nullable: false),
                    per_minute = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    total = table.Column<int>(type: "integer", nullable: false),
                    queued = table.Column<int>(type: "integer", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("announcements_pkey", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "contact_copies",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    email = table.Column<string>(type: "text", nullable: true),
                    language = table.Column<string>(type: "text", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("contact_copies_pkey", x => new { x.tenant, x.contact_id });
                });

            migrationBuilder.CreateTable(
                name: "contract_copies",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    contract_id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    service_level = table.Column<string>(type: "text", nullable: false),
                    product_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("contract_copies_pkey", x => new { x.tenant, x.contract_id });
                });

            migrationBuilder.CreateTable(
                name: "held_deliveries",
                columns: table => new
                {
                    delivery_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant = table.Column<string>(type: "text", nullable: false),
                    channel = table.Column<string>(type: "text", nullable: false),
                    recipient = table.Column<string>(type: "text", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("held_deliveries_pkey", x => x.delivery_id);
                });

            migrationBuilder.CreateTable(
                name: "people",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    address = table.Column<string>(type: "text", nullable: false),
                    phone = table.Column<string>(type: "text", nullable: true),
                    feishu_id = table.Column<string>(type: "text", nullable: true),
                    time_zone = table.Column<string>(type: "text", nullable: true),
                    quiet_from = table.Column<TimeOnly>(type: "time without time zone", nullable: true),
                    quiet_to = table.Column<TimeOnly>(type: "time without time zone", nullable: true),
                    digest_minutes = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    rules = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'{}'::jsonb"),
                    suppressed = table.Column<string>(type: "text", nullable: true),
                    suppressed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("people_pkey", x => new { x.tenant, x.address });
                });

            migrationBuilder.CreateTable(
                name: "person_notices",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant = table.Column<string>(type: "text", nullable: false),
                    person = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: true),
                    template = table.Column<string>(type: "text", nullable: false),
                    audience = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    body_text = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("person_notices_pkey", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "providers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    sealed_url = table.Column<string>(type: "text", nullable: false),
                    sealed_secret = table.Column<string>(type: "text", nullable: true),
                    account = table.Column<string>(type: "text", nullable: true),
                    sender = table.Column<string>(type: "text", nullable: true),
                    script_url = table.Column<string>(type: "text", nullable: true),
                    templates = table.Column<string[]>(type: "text[]", nullable: false),
                    audiences = table.Column<string[]>(type: "text[]", nullable: false),
                    language = table.Column<string>(type: "text", nullable: false),
                    per_minute = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    disabled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("providers_pkey", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "templates",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant = table.Column<string>(type: "text", nullable: false),
                    template = table.Column<string>(type: "text", nullable: false),
                    channel = table.Column<string>(type: "text", nullable: false),
                    language = table.Column<string>(type: "text", nullable: false),
                    brand = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    body_text = table.Column<string>(type: "text", nullable: false),
                    body_html = table.Column<string>(type: "text", nullable: true),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("templates_pkey", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tenant_settings",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("tenant_settings_pkey", x => x.tenant);
                });

            migrationBuilder.CreateTable(
                name: "watches",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    address = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("watches_pkey", x => new { x.tenant, x.ticket_id, x.address });
                });

            migrationBuilder.CreateIndex(
                name: "announcements_by_tenant",
                table: "announcements",
                columns: new[] { "tenant", "id" });

            migrationBuilder.CreateIndex(
                name: "contact_copies_by_customer",
                table: "contact_copies",
                columns: new[] { "tenant", "customer_id" });

            migrationBuilder.CreateIndex(
                name: "contract_copies_by_customer",
                table: "contract_copies",
                columns: new[] { "tenant", "customer_id" });

            migrationBuilder.CreateIndex(
                name: "held_deliveries_by_recipient",
                table: "held_deliveries",
                columns: new[] { "tenant", "channel", "recipient" });

            migrationBuilder.CreateIndex(
                name: "person_notices_by_person",
                table: "person_notices",
                columns: new[] { "tenant", "person", "id" });

            migrationBuilder.CreateIndex(
                name: "person_notices_once",
                table: "person_notices",
                columns: new[] { "tenant", "source", "person" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "providers_by_tenant",
                table: "providers",
                columns: new[] { "tenant", "id" });

            migrationBuilder.CreateIndex(
                name: "templates_versions",
                table: "templates",
                columns: new[] { "tenant", "template", "channel", "language", "brand", "version" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "announcement_recipients");

            migrationBuilder.DropTable(
                name: "announcements");

            migrationBuilder.DropTable(
                name: "contact_copies");

            migrationBuilder.DropTable(
                name: "contract_copies");

            migrationBuilder.DropTable(
                name: "held_deliveries");

            migrationBuilder.DropTable(
                name: "people");

            migrationBuilder.DropTable(
                name: "person_notices");

            migrationBuilder.DropTable(
                name: "providers");

            migrationBuilder.DropTable(
                name: "templates");

            migrationBuilder.DropTable(
                name: "tenant_settings");

            migrationBuilder.DropTable(
                name: "watches");

            migrationBuilder.DropColumn(
                name: "previous_secret",
                table: "webhook_endpoints");

            migrationBuilder.DropColumn(
                name: "previous_until",
                table: "webhook_endpoints");

            migrationBuilder.DropColumn(
                name: "severity",
                table: "ticket_copies");

            migrationBuilder.DropColumn(
                name: "facts",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "history",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "hold_until",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "mentions",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "merged_into",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "opened_at",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "person",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "provider_id",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "urgency",
                table: "deliveries");
        }
    }
}
