using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Dispatch.Persistence.Migrations
{
    /// <summary>Copies of Sla's calendars; when each engineer was seen last.</summary>
    [DbContext(typeof(DispatchDb))]
    [Migration("20261123190200_CalendarsAndSightings")]
    public partial class CalendarsAndSightings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "calendars",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    hours = table.Column<string>(type: "jsonb", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table => table.PrimaryKey("PK_calendars", x => new { x.tenant, x.id }));
            migrationBuilder.CreateIndex(name: "ix_calendars_name", table: "calendars", columns: new[] { "tenant", "name" });
            migrationBuilder.CreateTable(
                name: "sightings",
                columns: table => new
                {
                    engineer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant = table.Column<string>(type: "text", nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table => table.PrimaryKey("PK_sightings", x => x.engineer_id));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "calendars");
            migrationBuilder.DropTable(name: "sightings");
        }
    }
}
