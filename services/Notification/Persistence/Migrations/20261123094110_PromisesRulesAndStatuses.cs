using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Notification.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class PromisesRulesAndStatuses : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "created_by",
                table: "webhook_endpoints",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "failing_since",
                table: "webhook_endpoints",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "team_id",
                table: "ticket_copies",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid[]>(
                name: "team_ids",
                table: "engineer_copies",
                type: "uuid[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "confirmed_at",
                table: "deliveries",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "notice_rules",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant = table.Column<string>(type: "text", nullable: false),
                    templates = table.Column<string[]>(type: "text[]", nullable: false),
                    role = table.Column<string>(type: "text", nullable: true),
                    team_id = table.Column<Guid>(type: "uuid", nullable: true),
                    of_team_id = table.Column<Guid>(type: "uuid", nullable: true),
                    severity_at_most = table.Column<int>(type: "integer", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("notice_rules_pkey", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "notice_rules_by_tenant",
                table: "notice_rules",
                columns: new[] { "tenant", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "notice_rules");

            migrationBuilder.DropColumn(
                name: "created_by",
                table: "webhook_endpoints");

            migrationBuilder.DropColumn(
                name: "failing_since",
                table: "webhook_endpoints");

            migrationBuilder.DropColumn(
                name: "team_id",
                table: "ticket_copies");

            migrationBuilder.DropColumn(
                name: "team_ids",
                table: "engineer_copies");

            migrationBuilder.DropColumn(
                name: "confirmed_at",
                table: "deliveries");
        }
    }
}
