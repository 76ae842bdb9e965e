using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Dispatch.Persistence.Migrations
{
    /// <summary>Modules of products and of tickets.</summary>
    [DbContext(typeof(DispatchDb))]
    [Migration("20261123161500_Modules")]
    public partial class Modules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string[]>(name: "modules", table: "products", type: "text[]", nullable: true);
            migrationBuilder.AddColumn<string>(name: "module", table: "tickets", type: "text", nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "modules", table: "products");
            migrationBuilder.DropColumn(name: "module", table: "tickets");
        }
    }
}
