using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Survey.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class QuestionnairesRulesAndCalls : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "time_zone",
                table: "tenant_copies",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "answered_via",
                table: "surveys",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ces",
                table: "surveys",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "channel",
                table: "surveys",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "delivered_at",
                table: "surveys",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "nps",
                table: "surveys",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "questionnaire_id",
                table: "surveys",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<int>(
                name: "questionnaire_version",
                table: "surveys",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<int>(
                name: "reminders",
                table: "surveys",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "replies",
                table: "surveys",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "skip_reason",
                table: "surveys",
                type: "text",
                nullable: true);

            migrationBuilder.AlterColumn<Guid>(
                name: "survey_id",
                table: "follow_ups",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<int>(
                name: "attempts",
                table: "follow_ups",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "call_nps",
                table: "follow_ups",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "call_score",
                table: "follow_ups",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "call_solved",
                table: "follow_ups",
                type: "boolean",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "card",
                table: "follow_ups",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "closed_sequence",
                table: "follow_ups",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "escalated_at",
                table: "follow_ups",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "contact_copies",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: false),
                    phones = table.Column<string[]>(type: "text[]", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("contact_copies_pkey", x => new { x.tenant, x.contact_id });
                });

            migrationBuilder.CreateTable(
                name: "questionnaires",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    work_type = table.Column<string>(type: "text", nullable: true),
                    product_id = table.Column<Guid>(type: "uuid", nullable: true),
                    brand = table.Column<string>(type: "text", nullable: true),
                    body = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    retired_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("questionnaires_pkey", x => new { x.tenant, x.id, x.version });
                });

            migrationBuilder.CreateTable(
                name: "survey_links",
                columns: table => new
                {
                    token_hash = table.Column<string>(type: "text", nullable: false),
                    tenant = table.Column<string>(type: "text", nullable: false),
                    survey_id = table.Column<Guid>(type: "uuid", nullable: false),
                    channel = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    trace = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("survey_links_pkey", x => x.token_hash);
                    table.ForeignKey(
                        name: "survey_links_survey_fkey",
                        column: x => x.survey_id,
                        principalTable: "surveys",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "survey_rules",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    body = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("survey_rules_pkey", x => new { x.tenant, x.version });
                });

            migrationBuilder.CreateIndex(
                name: "follow_ups_by_ticket",
                table: "follow_ups",
                columns: new[] { "tenant", "ticket_id" });

            migrationBuilder.CreateIndex(
                name: "survey_links_by_survey",
                table: "survey_links",
                column: "survey_id");

            migrationBuilder.Sql("INSERT INTO survey_links (token_hash, tenant, survey_id, channel, created_at) SELECT token_hash, tenant, id, 'email', sent_at FROM surveys");
            migrationBuilder.Sql("UPDATE surveys SET channel = 'email'");
            migrationBuilder.Sql("UPDATE follow_ups f SET card = s.card, closed_sequence = s.closed_sequence FROM surveys s WHERE s.id = f.survey_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "contact_copies");

            migrationBuilder.DropTable(
                name: "questionnaires");

            migrationBuilder.DropTable(
                name: "survey_links");

            migrationBuilder.DropTable(
                name: "survey_rules");

            migrationBuilder.DropIndex(
                name: "follow_ups_by_ticket",
                table: "follow_ups");

            migrationBuilder.DropColumn(
                name: "time_zone",
                table: "tenant_copies");

            migrationBuilder.DropColumn(
                name: "answered_via",
                table: "surveys");

            migrationBuilder.DropColumn(
                name: "ces",
                table: "surveys");

            migrationBuilder.DropColumn(
                name: "channel",
                table: "surveys");

            migrationBuilder.DropColumn(
                name: "delivered_at",
                table: "surveys");

            migrationBuilder.DropColumn(
                name: "nps",
                table: "surveys");

            migrationBuilder.DropColumn(
                name: "questionnaire_id",
                table: "surveys");

            migrationBuilder.DropColumn(
                name: "questionnaire_version",
                table: "surveys");

            migrationBuilder.DropColumn(
                name: "reminders",
                table: "surveys");

            migrationBuilder.DropColumn(
                name: "replies",
                table: "surveys");

            migrationBuilder.DropColumn(
                name: "skip_reason",
                table: "surveys");

            migrationBuilder.DropColumn(
                name: "attempts",
                table: "follow_ups");

            migrationBuilder.DropColumn(
                name: "call_nps",
                table: "follow_ups");

            migrationBuilder.DropColumn(
                name: "call_score",
                table: "follow_ups");

            migrationBuilder.DropColumn(
                name: "call_solved",
                table: "follow_ups");

            migrationBuilder.DropColumn(
                name: "card",
                table: "follow_ups");

            migrationBuilder.DropColumn(
                name: "closed_sequence",
                table: "follow_ups");

            migrationBuilder.DropColumn(
                name: "escalated_at",
                table: "follow_ups");

            migrationBuilder.AlterColumn<Guid>(
                name: "survey_id",
                table: "follow_ups",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);
        }
    }
}
