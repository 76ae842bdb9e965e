using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Dispatch.Persistence.Migrations
{
    /// <summary>What choices and the board's search read. The large index is made beside the running service, so all of it bears being begun twice.</summary>
    public partial class PlacesAndPairs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                "CREATE INDEX IF NOT EXISTS ix_maintenance_runs_in_hand ON maintenance_runs (tenant, engineer_id) WHERE engineer_id IS NOT NULL AND state IN ('due', 'inProgress', 'overdue');");
            // Summed up every two seconds: what is left of it is cleared away soon, or every count would read it.
            migrationBuilder.Sql("ALTER TABLE board_tallies SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);");
            migrationBuilder.Sql(TicketTexts.Pairs);
            migrationBuilder.Sql(TicketTexts.PairsIndex, suppressTransaction: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            "DROP INDEX ix_maintenance_runs_in_hand; DROP INDEX ix_ticket_texts_pairs; DROP FUNCTION search_pairs(text); ALTER TABLE board_tallies RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold, autovacuum_vacuum_cost_delay);");
    }
}
