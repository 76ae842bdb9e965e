using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Insight.Persistence.Migrations
{
    /// <summary>When each lane of an engine was last heard of. A table that is written and read by SQL alone: the model does not know it.</summary>
    [DbContext(typeof(InsightDb))]
    [Migration("20261123164000_EngineLanes")]
    public partial class EngineLanes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            "CREATE TABLE engine_lanes (service text NOT NULL, lane integer NOT NULL, last_seen_at timestamptz NOT NULL, PRIMARY KEY (service, lane))");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP TABLE engine_lanes");
    }
}
