using System;
using Microsoft.EntityFrameworkCore.Migrations;
using ServiceMesh.Dispatch.Triage;
using NpgsqlTypes;

#nullable disable

namespace ServiceMesh.Dispatch.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Triage : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "fault_class",
                table: "tickets",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "merged",
                table: "tickets",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "problem_id",
                table: "tickets",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "second_repair_of",
                table: "tickets",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string[]>(
                name: "tags",
                table: "tickets",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "triage",
                table: "tickets",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "presence",
                table: "engineers",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "presence_at",
                table: "engineers",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "problems",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    cause = table.Column<string>(type: "text", nullable: true),
                    workaround = table.Column<string>(type: "text", nullable: true),
                    solution = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by_name = table.Column<string>(type: "text", nullable: true),
                    solved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_problems", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "remote_sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant = table.Column<string>(type: "text", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tool = table.Column<string>(type: "text", nullable: true),
                    link = table.Column<string>(type: "text", nullable: true),
                    note = table.Column<string>(type: "text", nullable: true),
                    by_name = table.Column<string>(type: "text", nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    log = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_remote_sessions", x => x.id);
                    table.ForeignKey(
                        name: "FK_remote_sessions_tickets_ticket_id",
                        column: x => x.ticket_id,
                        principalTable: "tickets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "solved_tickets",
                columns: table => new
                {
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    category = table.Column<string>(type: "text", nullable: true),
                    fault_class = table.Column<string>(type: "text", nullable: true),
                    product_id = table.Column<Guid>(type: "uuid", nullable: true),
                    product_name = table.Column<string>(type: "text", nullable: true),
                    resolution = table.Column<string>(type: "text", nullable: false),
                    cause_code = table.Column<string>(type: "text", nullable: true),
                    resolved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    words = table.Column<NpgsqlTsVector>(type: "tsvector", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_solved_tickets", x => x.ticket_id);
                });

            migrationBuilder.CreateTable(
                name: "ticket_reports",
                columns: table => new
                {
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant = table.Column<string>(type: "text", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    facts = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ticket_reports", x => x.ticket_id);
                });

            migrationBuilder.CreateTable(
                name: "triage_books",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    book = table.Column<string>(type: "jsonb", nullable: false),
                    note = table.Column<string>(type: "text", nullable: true),
                    by_name = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_triage_books", x => new { x.tenant, x.version });
                });

            migrationBuilder.CreateTable(
                name: "visits",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant = table.Column<string>(type: "text", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    engineer_id = table.Column<Guid>(type: "uuid", nullable: true),
                    engineer_name = table.Column<string>(type: "text", nullable: true),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    place = table.Column<string>(type: "text", nullable: true),
                    point = table.Column<string>(type: "jsonb", nullable: true),
                    parts = table.Column<string[]>(type: "text[]", nullable: false),
                    travel_minutes = table.Column<int>(type: "integer", nullable: true),
                    late_reason = table.Column<string>(type: "text", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false),
                    arrived_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    arrived_place = table.Column<string>(type: "text", nullable: true),
                    arrived_point = table.Column<string>(type: "jsonb", nullable: true),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    report = table.Column<string>(type: "text", nullable: true),
                    parts_used = table.Column<string[]>(type: "text[]", nullable: false),
                    signed_by = table.Column<string>(type: "text", nullable: true),
                    cancel_reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_visits", x => x.id);
                    table.ForeignKey(
                        name: "FK_visits_tickets_ticket_id",
                        column: x => x.ticket_id,
                        principalTable: "tickets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "visit_files",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant = table.Column<string>(type: "text", nullable: false),
                    visit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    bytes = table.Column<int>(type: "integer", nullable: false),
                    by_name = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_visit_files", x => x.id);
                    table.ForeignKey(
                        name: "FK_visit_files_visits_visit_id",
                        column: x => x.visit_id,
                        principalTable: "visits",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_problems_created",
                table: "problems",
                columns: new[] { "tenant", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_remote_sessions_ticket",
                table: "remote_sessions",
                columns: new[] { "ticket_id", "started_at" });

            migrationBuilder.CreateIndex(
                name: "ix_solved_tickets_resolved",
                table: "solved_tickets",
                columns: new[] { "tenant", "resolved_at" });

            migrationBuilder.CreateIndex(
                name: "ix_solved_tickets_words",
                table: "solved_tickets",
                column: "words")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_ticket_reports_opened",
                table: "ticket_reports",
                columns: new[] { "tenant", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "ix_visit_files_visit",
                table: "visit_files",
                columns: new[] { "visit_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_visits_engineer",
                table: "visits",
                columns: new[] { "tenant", "engineer_id", "starts_at" },
                filter: "state <> 'cancelled'");

            migrationBuilder.CreateIndex(
                name: "ix_visits_ticket",
                table: "visits",
                columns: new[] { "ticket_id", "starts_at" });

            migrationBuilder.Sql(SolvedTicketSubjects.Up);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "problems");

            migrationBuilder.DropTable(
                name: "remote_sessions");

            migrationBuilder.DropTable(
                name: "solved_tickets");

            migrationBuilder.DropTable(
                name: "ticket_reports");

            migrationBuilder.DropTable(
                name: "triage_books");

            migrationBuilder.DropTable(
                name: "visit_files");

            migrationBuilder.DropTable(
                name: "visits");

            migrationBuilder.DropColumn(
                name: "fault_class",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "merged",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "problem_id",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "second_repair_of",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "tags",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "triage",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "presence",
                table: "engineers");

            migrationBuilder.DropColumn(
                name: "presence_at",
                table: "engineers");
        }
    }
}
