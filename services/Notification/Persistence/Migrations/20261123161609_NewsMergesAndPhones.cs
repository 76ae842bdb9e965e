using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Notification.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class NewsMergesAndPhones : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string[]>(
                name: "clocks",
                table: "ticket_copies",
                type: "text[]",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "clocks_at",
                table: "ticket_copies",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "clocks_sequence",
                table: "ticket_copies",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<Guid>(
                name: "contact_id",
                table: "ticket_copies",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "merge_sequence",
                table: "ticket_copies",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<Guid>(
                name: "merged_into",
                table: "ticket_copies",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "severity_sequence",
                table: "ticket_copies",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string[]>(
                name: "phones",
                table: "contact_copies",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.CreateIndex(
                name: "ticket_copies_merged",
                table: "ticket_copies",
                columns: new[] { "tenant", "merged_into" },
                filter: "merged_into IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ticket_copies_merged",
                table: "ticket_copies");

            migrationBuilder.DropColumn(
                name: "clocks",
                table: "ticket_copies");

            migrationBuilder.DropColumn(
                name: "clocks_at",
                table: "ticket_copies");

            migrationBuilder.DropColumn(
                name: "clocks_sequence",
                table: "ticket_copies");

            migrationBuilder.DropColumn(
                name: "contact_id",
                table: "ticket_copies");

            migrationBuilder.DropColumn(
                name: "merge_sequence",
                table: "ticket_copies");

            migrationBuilder.DropColumn(
                name: "merged_into",
                table: "ticket_copies");

            migrationBuilder.DropColumn(
                name: "severity_sequence",
                table: "ticket_copies");

            migrationBuilder.DropColumn(
                name: "phones",
                table: "contact_copies");
        }
    }
}
