using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Intake.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Hotline : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "contract_id",
                table: "calls",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "entered_contract",
                table: "calls",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "language",
                table: "calls",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "system_down",
                table: "calls",
                type: "boolean",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "engineer_phones",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    engineer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    phone = table.Column<string>(type: "text", nullable: true),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_engineer_phones", x => new { x.tenant, x.engineer_id });
                });

            migrationBuilder.CreateTable(
                name: "on_call_teams",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    team_id = table.Column<Guid>(type: "uuid", nullable: false),
                    engineer_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_on_call_teams", x => new { x.tenant, x.team_id });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "engineer_phones");

            migrationBuilder.DropTable(
                name: "on_call_teams");

            migrationBuilder.DropColumn(
                name: "contract_id",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "entered_contract",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "language",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "system_down",
                table: "calls");
        }
    }
}
