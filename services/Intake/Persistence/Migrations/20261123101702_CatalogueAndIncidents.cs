using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Intake.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class CatalogueAndIncidents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "form",
                table: "tickets",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "parent_id",
                table: "tickets",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "request_class",
                table: "tickets",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "reopen_days",
                table: "tenants",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "person_id",
                table: "conversations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ended_at",
                table: "calls",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "hangup_cause",
                table: "calls",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "voicemail_url",
                table: "calls",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "platform_people",
                columns: table => new
                {
                    channel_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<string>(type: "text", nullable: false),
                    tenant = table.Column<string>(type: "text", nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: false),
                    linked_by = table.Column<string>(type: "text", nullable: true),
                    linked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_people", x => new { x.channel_id, x.person_id });
                });

            migrationBuilder.CreateTable(
                name: "request_classes",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    definition = table.Column<string>(type: "jsonb", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_request_classes", x => new { x.tenant, x.key });
                });

            migrationBuilder.CreateIndex(
                name: "IX_tickets_tenant_parent_id_id",
                table: "tickets",
                columns: new[] { "tenant", "parent_id", "id" },
                filter: "parent_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_calls_tenant_ringing_at",
                table: "calls",
                columns: new[] { "tenant", "ringing_at" },
                filter: "ringing_at IS NOT NULL AND answered_at IS NULL AND missed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_platform_people_tenant_contact_id",
                table: "platform_people",
                columns: new[] { "tenant", "contact_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "platform_people");

            migrationBuilder.DropTable(
                name: "request_classes");

            migrationBuilder.DropIndex(
                name: "IX_tickets_tenant_parent_id_id",
                table: "tickets");

            migrationBuilder.DropIndex(
                name: "IX_calls_tenant_ringing_at",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "form",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "parent_id",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "request_class",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "reopen_days",
                table: "tenants");

            migrationBuilder.DropColumn(
                name: "person_id",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "ended_at",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "hangup_cause",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "voicemail_url",
                table: "calls");
        }
    }
}
