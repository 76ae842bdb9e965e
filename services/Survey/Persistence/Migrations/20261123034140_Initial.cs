using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Survey.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "reopenings",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("reopenings_pkey", x => new { x.tenant, x.ticket_id });
                });

            migrationBuilder.CreateTable(
                name: "surveys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant = table.Column<string>(type: "text", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    cycle = table.Column<int>(type: "integer", nullable: false),
                    closed_sequence = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    contact = table.Column<string>(type: "text", nullable: false),
                    language = table.Column<string>(type: "text", nullable: false),
                    card = table.Column<string>(type: "jsonb", nullable: false),
                    token_hash = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    score = table.Column<int>(type: "integer", nullable: true),
                    solved = table.Column<bool>(type: "boolean", nullable: true),
                    comment = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("surveys_pkey", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tenant_copies",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    brand = table.Column<string>(type: "text", nullable: false),
                    languages = table.Column<string[]>(type: "text[]", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("tenant_copies_pkey", x => x.tenant);
                });

            migrationBuilder.CreateTable(
                name: "follow_ups",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant = table.Column<string>(type: "text", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    survey_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    outcome = table.Column<string>(type: "text", nullable: true),
                    note = table.Column<string>(type: "text", nullable: true),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    completed_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("follow_ups_pkey", x => x.id);
                    table.ForeignKey(
                        name: "follow_ups_survey_fkey",
                        column: x => x.survey_id,
                        principalTable: "surveys",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "follow_ups_by_tenant",
                table: "follow_ups",
                columns: new[] { "tenant", "id" });

            migrationBuilder.CreateIndex(
                name: "follow_ups_once_a_survey",
                table: "follow_ups",
                column: "survey_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "follow_ups_open",
                table: "follow_ups",
                columns: new[] { "tenant", "due_at" },
                filter: "completed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "surveys_by_contact",
                table: "surveys",
                columns: new[] { "tenant", "contact", "sent_at" });

            migrationBuilder.CreateIndex(
                name: "surveys_by_tenant",
                table: "surveys",
                columns: new[] { "tenant", "id" });

            migrationBuilder.CreateIndex(
                name: "surveys_by_ticket",
                table: "surveys",
                columns: new[] { "tenant", "ticket_id", "id" });

            migrationBuilder.CreateIndex(
                name: "surveys_by_token",
                table: "surveys",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "surveys_once_a_cycle",
                table: "surveys",
                columns: new[] { "tenant", "ticket_id", "cycle" },
                unique: true,
                filter: "state <> 'withdrawn'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "follow_ups");

            migrationBuilder.DropTable(
                name: "reopenings");

            migrationBuilder.DropTable(
                name: "tenant_copies");

            migrationBuilder.DropTable(
                name: "surveys");
        }
    }
}
