using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Intake.Persistence.Migrations
{
    /// <summary>Versions of products, mails that are only kept, and the catalogue's versions.</summary>
    [DbContext(typeof(IntakeDb))]
    [Migration("20261123190500_VersionsHeldMailsCatalogue")]
    public partial class VersionsHeldMailsCatalogue : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(name: "versions", table: "products", type: "jsonb", nullable: true);
            migrationBuilder.AddColumn<string>(name: "held", table: "messages", type: "text", nullable: true);
            migrationBuilder.AddColumn<int>(name: "held_count", table: "messages", type: "integer", nullable: true);
            migrationBuilder.AddColumn<int>(name: "version", table: "request_classes", type: "integer", nullable: false, defaultValue: 0);
            migrationBuilder.CreateTable(
                name: "request_class_versions",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    definition = table.Column<string>(type: "jsonb", nullable: false),
                    changed_by = table.Column<string>(type: "text", nullable: false),
                    changed_by_id = table.Column<string>(type: "text", nullable: true),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_request_class_versions", x => new { x.tenant, x.key, x.version });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "request_class_versions");
            migrationBuilder.DropColumn(name: "version", table: "request_classes");
            migrationBuilder.DropColumn(name: "held_count", table: "messages");
            migrationBuilder.DropColumn(name: "held", table: "messages");
            migrationBuilder.DropColumn(name: "versions", table: "products");
        }
    }
}
