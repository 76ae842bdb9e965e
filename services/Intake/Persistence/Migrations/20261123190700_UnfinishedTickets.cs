using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Intake.Persistence.Migrations
{
    /// <summary>What suggestions of duplicates are looked for in. It stands alone, so that filling it holds no lock of another table.</summary>
    [DbContext(typeof(IntakeDb))]
    [Migration("20261123190700_UnfinishedTickets")]
    public partial class UnfinishedTickets : Migration
    {
        // Older tickets are never suggested. Their words are not yet cut as new ones are: they come near enough until they are over. A number in the form of one
        // country is not read here.
        private const string Fill = """
            INSERT INTO unfinished_tickets (tenant, ticket_id, opened_at, marks, words)
            SELECT tenant, id, opened_at,
                array_remove(ARRAY['address:' || lower(contact_email), 'number:' || substring(contact_phone FROM '^\+[0-9]{7,15}$'), 'asset:' || replace(asset_id::text, '-', '')], NULL),
                CASE WHEN call_id IS NOT NULL AND text IS NULL THEN '' ELSE lower(left(subject || ' ' || coalesce(text, ''), 120)) END
            FROM tickets WHERE state IN ('open', 'resolved') AND opened_at > now() - interval '30 days'
            ON CONFLICT DO NOTHING
            """;

        // Where the role may not have trigrams, tickets with similar words are not looked for; all else is.
        private const string Index = """
            DO $$
            BEGIN
                IF EXISTS (SELECT FROM pg_opclass WHERE opcname = 'gin_trgm_ops' AND pg_opclass_is_visible(oid)) THEN
                    CREATE INDEX ix_unfinished_tickets_words ON unfinished_tickets USING gin (words gin_trgm_ops);
                END IF;
            END $$
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "unfinished_tickets",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    marks = table.Column<string[]>(type: "text[]", nullable: false),
                    words = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_unfinished_tickets", x => new { x.tenant, x.ticket_id });
                });
            migrationBuilder.Sql(Fill);
            migrationBuilder.CreateIndex(name: "IX_unfinished_tickets_marks", table: "unfinished_tickets", column: "marks")
                .Annotation("Npgsql:IndexMethod", "gin");
            migrationBuilder.Sql(Index);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "unfinished_tickets");
        }
    }
}
