using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Intake.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class RetentionAndQueues : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "attachment_days",
                table: "tenants",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "recording_days",
                table: "tenants",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "account_id",
                table: "engineer_phones",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid[]>(
                name: "team_ids",
                table: "engineer_phones",
                type: "uuid[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "recording_forgotten_at",
                table: "calls",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "removed_at",
                table: "attachments",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_calls_recordings",
                table: "calls",
                columns: new[] { "tenant", "id" },
                filter: "recording_url IS NOT NULL OR voicemail_url IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_calls_tenant_contact_id",
                table: "calls",
                columns: new[] { "tenant", "contact_id" },
                filter: "contact_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_attachments_tenant_at",
                table: "attachments",
                columns: new[] { "tenant", "at" },
                filter: "removed_at IS NULL AND ticket_id IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_calls_recordings",
                table: "calls");

            migrationBuilder.DropIndex(
                name: "IX_calls_tenant_contact_id",
                table: "calls");

            migrationBuilder.DropIndex(
                name: "IX_attachments_tenant_at",
                table: "attachments");

            migrationBuilder.DropColumn(
                name: "attachment_days",
                table: "tenants");

            migrationBuilder.DropColumn(
                name: "recording_days",
                table: "tenants");

            migrationBuilder.DropColumn(
                name: "account_id",
                table: "engineer_phones");

            migrationBuilder.DropColumn(
                name: "team_ids",
                table: "engineer_phones");

            migrationBuilder.DropColumn(
                name: "recording_forgotten_at",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "removed_at",
                table: "attachments");
        }
    }
}
