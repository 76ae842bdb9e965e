using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Sla.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class PreviewedReprocess : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "preview_id",
                table: "reprocess_jobs",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "revision",
                table: "reprocess_jobs",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "versions",
                table: "reprocess_jobs",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<Guid[]>(
                name: "waiting",
                table: "reprocess_jobs",
                type: "uuid[]",
                nullable: false,
                defaultValueSql: "'{}'::uuid[]");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "preview_id",
                table: "reprocess_jobs");

            migrationBuilder.DropColumn(
                name: "revision",
                table: "reprocess_jobs");

            migrationBuilder.DropColumn(
                name: "versions",
                table: "reprocess_jobs");

            migrationBuilder.DropColumn(
                name: "waiting",
                table: "reprocess_jobs");
        }
    }
}
