using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Intake.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class UploadsAndChats : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateSequence(
                name: "message_places",
                startValue: 1000L);

            migrationBuilder.AddColumn<long>(
                name: "place",
                table: "messages",
                type: "bigint",
                nullable: true);

            // In a second step: a column that comes with such a default would be written into every row there is.
            migrationBuilder.Sql("ALTER TABLE messages ALTER COLUMN place SET DEFAULT nextval('message_places')");

            migrationBuilder.AddColumn<long>(
                name: "customer_read",
                table: "conversations",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "opening_key",
                table: "conversations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "staff_read",
                table: "conversations",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AlterColumn<Guid>(
                name: "ticket_id",
                table: "attachments",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AlterColumn<byte[]>(
                name: "sealed_reference",
                table: "attachments",
                type: "bytea",
                nullable: true,
                oldClrType: typeof(byte[]),
                oldType: "bytea");

            migrationBuilder.AlterColumn<Guid>(
                name: "channel_id",
                table: "attachments",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<string>(
                name: "media_type",
                table: "attachments",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "scan",
                table: "attachments",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "sha256",
                table: "attachments",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "stored_as",
                table: "attachments",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "uploaded_by",
                table: "attachments",
                type: "text",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_attachments_tenant_uploaded_by",
                table: "attachments",
                columns: new[] { "tenant", "uploaded_by" },
                filter: "ticket_id IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_attachments_tenant_uploaded_by",
                table: "attachments");

            migrationBuilder.DropColumn(
                name: "place",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "customer_read",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "opening_key",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "staff_read",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "media_type",
                table: "attachments");

            migrationBuilder.DropColumn(
                name: "scan",
                table: "attachments");

            migrationBuilder.DropColumn(
                name: "sha256",
                table: "attachments");

            migrationBuilder.DropColumn(
                name: "stored_as",
                table: "attachments");

            migrationBuilder.DropColumn(
                name: "uploaded_by",
                table: "attachments");

            migrationBuilder.DropSequence(
                name: "message_places");

            migrationBuilder.AlterColumn<Guid>(
                name: "ticket_id",
                table: "attachments",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);

            migrationBuilder.AlterColumn<byte[]>(
                name: "sealed_reference",
                table: "attachments",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0],
                oldClrType: typeof(byte[]),
                oldType: "bytea",
                oldNullable: true);

            migrationBuilder.AlterColumn<Guid>(
                name: "channel_id",
                table: "attachments",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);
        }
    }
}
