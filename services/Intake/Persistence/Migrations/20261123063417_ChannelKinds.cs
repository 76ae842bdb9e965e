using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Intake.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class ChannelKinds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "parts_sent",
                table: "messages",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "last_customer_at",
                table: "conversations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "sealed_reply_to",
                table: "conversations",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<Guid[]>(
                name: "asset_ids",
                table: "contracts",
                type: "uuid[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<int>(
                name: "case_limit",
                table: "contracts",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "case_price",
                table: "contracts",
                type: "numeric",
                nullable: true);

            migrationBuilder.AddColumn<string[]>(
                name: "channels",
                table: "contracts",
                type: "text[]",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "currency",
                table: "contracts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "end_of_support",
                table: "contracts",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "monthly_credit_cap_percent",
                table: "contracts",
                type: "numeric",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "monthly_fee",
                table: "contracts",
                type: "numeric",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "plan",
                table: "contracts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "upgrades_included",
                table: "contracts",
                type: "boolean",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "sealed_settings",
                table: "channels",
                type: "bytea",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "attachments",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    message_id = table.Column<Guid>(type: "uuid", nullable: true),
                    channel_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: true),
                    size = table.Column<long>(type: "bigint", nullable: true),
                    sealed_reference = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_attachments", x => new { x.tenant, x.id });
                });

            migrationBuilder.CreateTable(
                name: "channel_tokens",
                columns: table => new
                {
                    channel_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant = table.Column<string>(type: "text", nullable: false),
                    sealed_token = table.Column<byte[]>(type: "bytea", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    refreshing_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_channel_tokens", x => x.channel_id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_attachments_tenant_ticket_id_message_id",
                table: "attachments",
                columns: new[] { "tenant", "ticket_id", "message_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "attachments");

            migrationBuilder.DropTable(
                name: "channel_tokens");

            migrationBuilder.DropColumn(
                name: "parts_sent",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "last_customer_at",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "sealed_reply_to",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "asset_ids",
                table: "contracts");

            migrationBuilder.DropColumn(
                name: "case_limit",
                table: "contracts");

            migrationBuilder.DropColumn(
                name: "case_price",
                table: "contracts");

            migrationBuilder.DropColumn(
                name: "channels",
                table: "contracts");

            migrationBuilder.DropColumn(
                name: "currency",
                table: "contracts");

            migrationBuilder.DropColumn(
                name: "end_of_support",
                table: "contracts");

            migrationBuilder.DropColumn(
                name: "monthly_credit_cap_percent",
                table: "contracts");

            migrationBuilder.DropColumn(
                name: "monthly_fee",
                table: "contracts");

            migrationBuilder.DropColumn(
                name: "plan",
                table: "contracts");

            migrationBuilder.DropColumn(
                name: "upgrades_included",
                table: "contracts");

            migrationBuilder.DropColumn(
                name: "sealed_settings",
                table: "channels");
        }
    }
}
