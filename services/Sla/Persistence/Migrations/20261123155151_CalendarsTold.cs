using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Sla.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class CalendarsTold : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "told",
                table: "calendars",
                type: "boolean",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "told",
                table: "calendars");
        }
    }
}
