using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Intake.Persistence.Migrations
{
    /// <summary>Brands, and which of them a product is sold under.</summary>
    [DbContext(typeof(IntakeDb))]
    [Migration("20261123190600_Brands")]
    public partial class Brands : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "brands",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name_zh = table.Column<string>(type: "text", nullable: false),
                    name_en = table.Column<string>(type: "text", nullable: false),
                },
                constraints: table => table.PrimaryKey("PK_brands", x => new { x.tenant, x.code }));
            migrationBuilder.AddColumn<string>(name: "brand", table: "products", type: "text", nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "brand", table: "products");
            migrationBuilder.DropTable(name: "brands");
        }
    }
}
