using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Intake.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class VisitsBlocksCalendars : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "visit_limit",
                table: "contracts",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "blocked_attempts",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    channel_id = table.Column<Guid>(type: "uuid", nullable: false),
                    external_id = table.Column<string>(type: "text", nullable: false),
                    entry_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sender = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_blocked_attempts", x => new { x.tenant, x.id });
                });

            migrationBuilder.CreateTable(
                name: "blocked_senders",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    channel_id = table.Column<Guid>(type: "uuid", nullable: true),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    added_by = table.Column<string>(type: "text", nullable: false),
                    added_by_id = table.Column<string>(type: "text", nullable: true),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    removed_by = table.Column<string>(type: "text", nullable: true),
                    removed_by_id = table.Column<string>(type: "text", nullable: true),
                    removed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_blocked_senders", x => new { x.tenant, x.id });
                });

            migrationBuilder.CreateTable(
                name: "calendars",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    calendar_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    time_zone = table.Column<string>(type: "text", nullable: false),
                    hours = table.Column<string>(type: "jsonb", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_calendars", x => new { x.tenant, x.calendar_id });
                });

            migrationBuilder.CreateTable(
                name: "visits",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    visit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_visits", x => new { x.tenant, x.visit_id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_blocked_attempts_channel_id_at",
                table: "blocked_attempts",
                columns: new[] { "channel_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_blocked_attempts_channel_id_external_id",
                table: "blocked_attempts",
                columns: new[] { "channel_id", "external_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_blocked_attempts_tenant_entry_id",
                table: "blocked_attempts",
                columns: new[] { "tenant", "entry_id" });

            migrationBuilder.CreateIndex(
                name: "IX_blocked_senders_tenant_value",
                table: "blocked_senders",
                columns: new[] { "tenant", "value" },
                filter: "removed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_calendars_tenant_name",
                table: "calendars",
                columns: new[] { "tenant", "name" });

            migrationBuilder.CreateIndex(
                name: "IX_visits_tenant_ticket_id",
                table: "visits",
                columns: new[] { "tenant", "ticket_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "blocked_attempts");

            migrationBuilder.DropTable(
                name: "blocked_senders");

            migrationBuilder.DropTable(
                name: "calendars");

            migrationBuilder.DropTable(
                name: "visits");

            migrationBuilder.DropColumn(
                name: "visit_limit",
                table: "contracts");
        }
    }
}
