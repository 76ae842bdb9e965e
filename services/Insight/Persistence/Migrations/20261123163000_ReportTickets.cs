using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Insight.Persistence.Migrations
{
    /// <summary>The tickets behind frozen reports, as they were: written and read by SQL alone, the model does not know them.</summary>
    [DbContext(typeof(InsightDb))]
    [Migration("20261123163000_ReportTickets")]
    public partial class ReportTickets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
            CREATE TABLE score_report_facts (
                tenant text NOT NULL, report_id uuid NOT NULL, subject_id uuid NOT NULL, id uuid NOT NULL, at timestamptz NOT NULL, team_id uuid NOT NULL, engineer_id uuid NOT NULL,
                marks bigint NOT NULL, cells integer[] NOT NULL, counts bigint[] NOT NULL, totals bigint[] NOT NULL, number text, severity integer, repeat_of uuid, came_back_as uuid,
                PRIMARY KEY (tenant, report_id, subject_id, at, id, team_id, engineer_id));
            """);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP TABLE score_report_facts;");
    }
}
