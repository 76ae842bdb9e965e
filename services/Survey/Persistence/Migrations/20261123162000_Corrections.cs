using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Survey.Persistence.Migrations
{
    /// <summary>Who really reported a ticket, and who was erased: written and read by SQL alone, the model does not know them.</summary>
    [DbContext(typeof(SurveyDb))]
    [Migration("20261123162000_Corrections")]
    public partial class Corrections : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
            CREATE TABLE ticket_corrections (
                tenant text NOT NULL, ticket_id uuid NOT NULL, sequence bigint NOT NULL, contact_id uuid NOT NULL, body jsonb NOT NULL,
                PRIMARY KEY (tenant, ticket_id));
            CREATE INDEX ticket_corrections_by_contact ON ticket_corrections (tenant, contact_id);
            CREATE TABLE erased_people (tenant text NOT NULL, contact_id uuid NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (tenant, contact_id));
            """);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP TABLE ticket_corrections; DROP TABLE erased_people;");
    }
}
