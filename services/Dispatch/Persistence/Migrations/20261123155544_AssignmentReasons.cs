using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Dispatch.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class AssignmentReasons : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "why",
                table: "tickets",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "why",
                table: "maintenance_runs",
                type: "jsonb",
                nullable: true);

            migrationBuilder.Sql(TicketTexts.SmallLists);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(TicketTexts.UsualLists);

            migrationBuilder.DropColumn(
                name: "why",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "why",
                table: "maintenance_runs");
        }
    }
}
