using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Dispatch.Persistence.Migrations
{
    /// <summary>The index of incomplete records, made beside the running service as that of the queue: outside a transaction, and bearing to be begun twice.</summary>
    [DbContext(typeof(DispatchDb))]
    [Migration("20261123191001_IncompleteRecords")]
    public partial class IncompleteRecords : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_tickets_incomplete ON tickets (tenant, ended_at) WHERE record_missing IS NOT NULL;", suppressTransaction: true);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP INDEX ix_tickets_incomplete;");
    }
}
