using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Intake.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "calls",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    channel_id = table.Column<Guid>(type: "uuid", nullable: false),
                    external_id = table.Column<string>(type: "text", nullable: false),
                    from_number = table.Column<string>(type: "text", nullable: true),
                    to_number = table.Column<string>(type: "text", nullable: true),
                    ringing_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    missed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    agent_account_id = table.Column<string>(type: "text", nullable: true),
                    agent_name = table.Column<string>(type: "text", nullable: true),
                    cause = table.Column<string>(type: "text", nullable: true),
                    recording_url = table.Column<string>(type: "text", nullable: true),
                    caller_match = table.Column<string>(type: "text", nullable: true),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: true),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: true),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_calls", x => new { x.tenant, x.id });
                });

            migrationBuilder.CreateTable(
                name: "channels",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    sealed_secret = table.Column<byte[]>(type: "bytea", nullable: false),
                    outbound_url = table.Column<string>(type: "text", nullable: true),
                    language = table.Column<string>(type: "text", nullable: true),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_channels", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "conversations",
                columns: table => new
                {
                    channel_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversation_id = table.Column<string>(type: "text", nullable: false),
                    tenant = table.Column<string>(type: "text", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_conversations", x => new { x.channel_id, x.conversation_id });
                });

            migrationBuilder.CreateTable(
                name: "customers",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    region = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_customers", x => new { x.tenant, x.id });
                });

            migrationBuilder.CreateTable(
                name: "messages",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    channel = table.Column<string>(type: "text", nullable: false),
                    author_kind = table.Column<string>(type: "text", nullable: false),
                    author_id = table.Column<string>(type: "text", nullable: true),
                    author_name = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    client_key = table.Column<string>(type: "text", nullable: true),
                    delivery = table.Column<string>(type: "text", nullable: true),
                    delivery_reason = table.Column<string>(type: "text", nullable: true),
                    delivered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_messages", x => new { x.tenant, x.id });
                });

            migrationBuilder.CreateTable(
                name: "number_blocks",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    next = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_number_blocks", x => new { x.tenant, x.day });
                });

            migrationBuilder.CreateTable(
                name: "products",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_products", x => new { x.tenant, x.id });
                });

            migrationBuilder.CreateTable(
                name: "tenants",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    time_zone = table.Column<string>(type: "text", nullable: false),
                    languages = table.Column<string[]>(type: "text[]", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tenants", x => x.tenant);
                });

            migrationBuilder.CreateTable(
                name: "tickets",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: true),
                    channel = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    work_type = table.Column<string>(type: "text", nullable: false),
                    category = table.Column<string>(type: "text", nullable: true),
                    impact = table.Column<string>(type: "text", nullable: true),
                    urgency = table.Column<string>(type: "text", nullable: true),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: true),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: true),
                    contact_name = table.Column<string>(type: "text", nullable: true),
                    contact_email = table.Column<string>(type: "text", nullable: true),
                    contact_phone = table.Column<string>(type: "text", nullable: true),
                    language = table.Column<string>(type: "text", nullable: false),
                    product_id = table.Column<Guid>(type: "uuid", nullable: true),
                    asset_id = table.Column<Guid>(type: "uuid", nullable: true),
                    contract_id = table.Column<Guid>(type: "uuid", nullable: true),
                    service_level = table.Column<string>(type: "text", nullable: true),
                    entitlement = table.Column<string>(type: "text", nullable: false),
                    channel_id = table.Column<Guid>(type: "uuid", nullable: true),
                    conversation_id = table.Column<string>(type: "text", nullable: true),
                    call_id = table.Column<Guid>(type: "uuid", nullable: true),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    external_reference = table.Column<string>(type: "text", nullable: true),
                    linked_ticket_id = table.Column<Guid>(type: "uuid", nullable: true),
                    progress_token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    opened_by_kind = table.Column<string>(type: "text", nullable: false),
                    opened_by_id = table.Column<string>(type: "text", nullable: true),
                    opened_by_name = table.Column<string>(type: "text", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false),
                    state_sequence = table.Column<long>(type: "bigint", nullable: false),
                    resolved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reopen_requested = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tickets", x => new { x.tenant, x.id });
                });

            migrationBuilder.CreateTable(
                name: "webhooks",
                columns: table => new
                {
                    channel_id = table.Column<Guid>(type: "uuid", nullable: false),
                    webhook_id = table.Column<string>(type: "text", nullable: false),
                    tenant = table.Column<string>(type: "text", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: true),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_webhooks", x => new { x.channel_id, x.webhook_id });
                });

            migrationBuilder.CreateTable(
                name: "contacts",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    email = table.Column<string>(type: "text", nullable: true),
                    language = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_contacts", x => new { x.tenant, x.id });
                    table.ForeignKey(
                        name: "FK_contacts_customers_tenant_customer_id",
                        columns: x => new { x.tenant, x.customer_id },
                        principalTable: "customers",
                        principalColumns: new[] { "tenant", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "contracts",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: false),
                    service_level = table.Column<string>(type: "text", nullable: false),
                    product_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_contracts", x => new { x.tenant, x.id });
                    table.ForeignKey(
                        name: "FK_contracts_customers_tenant_customer_id",
                        columns: x => new { x.tenant, x.customer_id },
                        principalTable: "customers",
                        principalColumns: new[] { "tenant", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "assets",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    product_id = table.Column<Guid>(type: "uuid", nullable: false),
                    serial_number = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_assets", x => new { x.tenant, x.id });
                    table.ForeignKey(
                        name: "FK_assets_customers_tenant_customer_id",
                        columns: x => new { x.tenant, x.customer_id },
                        principalTable: "customers",
                        principalColumns: new[] { "tenant", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_assets_products_tenant_product_id",
                        columns: x => new { x.tenant, x.product_id },
                        principalTable: "products",
                        principalColumns: new[] { "tenant", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "contact_phones",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    e164 = table.Column<string>(type: "text", nullable: false),
                    extension = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_contact_phones", x => new { x.tenant, x.contact_id, x.position });
                    table.ForeignKey(
                        name: "FK_contact_phones_contacts_tenant_contact_id",
                        columns: x => new { x.tenant, x.contact_id },
                        principalTable: "contacts",
                        principalColumns: new[] { "tenant", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_assets_tenant_customer_id_id",
                table: "assets",
                columns: new[] { "tenant", "customer_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_assets_tenant_product_id",
                table: "assets",
                columns: new[] { "tenant", "product_id" });

            migrationBuilder.CreateIndex(
                name: "ux_assets_serial_number",
                table: "assets",
                columns: new[] { "tenant", "serial_number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_calls_channel_id_external_id",
                table: "calls",
                columns: new[] { "channel_id", "external_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_channels_tenant_id",
                table: "channels",
                columns: new[] { "tenant", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_contact_phones_tenant_e164",
                table: "contact_phones",
                columns: new[] { "tenant", "e164" });

            migrationBuilder.CreateIndex(
                name: "IX_contacts_tenant_customer_id_id",
                table: "contacts",
                columns: new[] { "tenant", "customer_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_contacts_tenant_email",
                table: "contacts",
                columns: new[] { "tenant", "email" },
                filter: "email IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_contracts_tenant_customer_id_id",
                table: "contracts",
                columns: new[] { "tenant", "customer_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_contracts_number",
                table: "contracts",
                columns: new[] { "tenant", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_messages_tenant_ticket_id_client_key",
                table: "messages",
                columns: new[] { "tenant", "ticket_id", "client_key" },
                unique: true,
                filter: "client_key IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_messages_tenant_ticket_id_id",
                table: "messages",
                columns: new[] { "tenant", "ticket_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_products_code",
                table: "products",
                columns: new[] { "tenant", "code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_tickets_progress_token_hash",
                table: "tickets",
                column: "progress_token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_tickets_tenant_call_id",
                table: "tickets",
                columns: new[] { "tenant", "call_id" },
                unique: true,
                filter: "call_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_tickets_tenant_contact_id_id",
                table: "tickets",
                columns: new[] { "tenant", "contact_id", "id" },
                filter: "contact_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_tickets_tenant_customer_id_id",
                table: "tickets",
                columns: new[] { "tenant", "customer_id", "id" },
                filter: "customer_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_tickets_tenant_external_reference",
                table: "tickets",
                columns: new[] { "tenant", "external_reference" },
                filter: "external_reference IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_tickets_tenant_number",
                table: "tickets",
                columns: new[] { "tenant", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_tickets_tenant_opened_by_id_id",
                table: "tickets",
                columns: new[] { "tenant", "opened_by_id", "id" },
                filter: "opened_by_kind IN ('staff', 'integration')");

            migrationBuilder.CreateIndex(
                name: "IX_webhooks_channel_id_received_at",
                table: "webhooks",
                columns: new[] { "channel_id", "received_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "assets");

            migrationBuilder.DropTable(
                name: "calls");

            migrationBuilder.DropTable(
                name: "channels");

            migrationBuilder.DropTable(
                name: "contact_phones");

            migrationBuilder.DropTable(
                name: "contracts");

            migrationBuilder.DropTable(
                name: "conversations");

            migrationBuilder.DropTable(
                name: "messages");

            migrationBuilder.DropTable(
                name: "number_blocks");

            migrationBuilder.DropTable(
                name: "tenants");

            migrationBuilder.DropTable(
                name: "tickets");

            migrationBuilder.DropTable(
                name: "webhooks");

            migrationBuilder.DropTable(
                name: "products");

            migrationBuilder.DropTable(
                name: "contacts");

            migrationBuilder.DropTable(
                name: "customers");
        }
    }
}
