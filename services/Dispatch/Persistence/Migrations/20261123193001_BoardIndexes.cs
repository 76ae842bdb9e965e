using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Dispatch.Persistence.Migrations
{
    /// <summary>The indexes of what few open tickets are, made beside the running service as that of the queue: outside a transaction, and bearing to be begun twice.</summary>
    [DbContext(typeof(DispatchDb))]
    [Migration("20261123193001_BoardIndexes")]
    public partial class BoardIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_tickets_open_state ON tickets (tenant, state, due_key, id) WHERE is_open AND state IN ('open', 'waiting', 'resolved');",
                suppressTransaction: true);
            migrationBuilder.Sql(
                "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_tickets_open_severe ON tickets (tenant, severity, due_key, id) WHERE is_open AND severity <= 2;", suppressTransaction: true);
            migrationBuilder.Sql(TicketTexts.Refill, suppressTransaction: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP INDEX ix_tickets_open_severe; DROP INDEX ix_tickets_open_state;");
    }
}
