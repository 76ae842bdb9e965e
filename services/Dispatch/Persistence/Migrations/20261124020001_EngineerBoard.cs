using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Dispatch.Persistence.Migrations
{
    /// <summary>An engineer's board in its order, made beside the running service: outside a transaction, and bearing to be begun twice.</summary>
    [DbContext(typeof(DispatchDb))]
    [Migration("20261124020001_EngineerBoard")]
    public partial class EngineerBoard : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_tickets_open_engineer_due ON tickets (tenant, engineer_id, due_key, id) WHERE is_open AND engineer_id IS NOT NULL;",
            suppressTransaction: true);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP INDEX ix_tickets_open_engineer_due;");
    }
}
