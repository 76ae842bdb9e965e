using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Intake.Persistence.Migrations
{
    /// <summary>Where assets stand, and the tickets of each. The index is made beside the running service, so all of it bears being begun twice.</summary>
    [DbContext(typeof(IntakeDb))]
    [Migration("20261124015500_AssetLocations")]
    public partial class AssetLocations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("ALTER TABLE assets ADD COLUMN IF NOT EXISTS location text;");
            migrationBuilder.Sql(
                "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_tickets_asset ON tickets (tenant, asset_id, id) WHERE asset_id IS NOT NULL;", suppressTransaction: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "ix_tickets_asset", table: "tickets");
            migrationBuilder.DropColumn(name: "location", table: "assets");
        }
    }
}
