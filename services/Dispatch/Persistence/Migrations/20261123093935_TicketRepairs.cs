using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Dispatch.Persistence.Migrations
{
    /// <summary>Indexes of repairs and problems, made beside the running service as that of the queue: outside a transaction, and bearing to be begun twice.</summary>
    public partial class TicketRepairs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_tickets_repairs ON tickets (tenant, asset_id, fault_class, resolved_at) WHERE asset_id IS NOT NULL AND fault_class IS NOT NULL;",
                suppressTransaction: true);
            migrationBuilder.Sql(
                "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_tickets_problem ON tickets (problem_id) WHERE problem_id IS NOT NULL;",
                suppressTransaction: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP INDEX ix_tickets_repairs; DROP INDEX ix_tickets_problem;");
    }
}
