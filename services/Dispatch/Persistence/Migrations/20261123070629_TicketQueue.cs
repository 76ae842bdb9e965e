using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Dispatch.Persistence.Migrations
{
    /// <summary>
    /// The index of waiting tickets, in a migration of its own: it is made beside the running service, without a lock that anybody waits
    /// for, and outside a transaction, so it must bear being begun twice.
    /// </summary>
    public partial class TicketQueue : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_tickets_queue ON tickets (tenant, team_id, severity, opened_at) WHERE queued_at IS NOT NULL;
            """,
            suppressTransaction: true);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP INDEX ix_tickets_queue;");
    }
}
