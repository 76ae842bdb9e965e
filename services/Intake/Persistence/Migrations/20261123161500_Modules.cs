using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Intake.Persistence.Migrations
{
    /// <summary>Modules of products, versions of assets, both of tickets.</summary>
    [DbContext(typeof(IntakeDb))]
    [Migration("20261123161500_Modules")]
    public partial class Modules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string[]>(name: "modules", table: "products", type: "text[]", nullable: true);
            migrationBuilder.AddColumn<string>(name: "version", table: "assets", type: "text", nullable: true);
            migrationBuilder.AddColumn<string>(name: "module", table: "tickets", type: "text", nullable: true);
            migrationBuilder.AddColumn<string>(name: "version", table: "tickets", type: "text", nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "modules", table: "products");
            migrationBuilder.DropColumn(name: "version", table: "assets");
            migrationBuilder.DropColumn(name: "module", table: "tickets");
            migrationBuilder.DropColumn(name: "version", table: "tickets");
        }
    }
}
