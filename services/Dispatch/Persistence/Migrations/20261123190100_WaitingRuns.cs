using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using ServiceMesh.Dispatch.Rosters;

#nullable disable

namespace ServiceMesh.Dispatch.Persistence.Migrations
{
    /// <summary>Due maintenance that nobody has is found by its team; absences that were entered already have their timers.</summary>
    [DbContext(typeof(DispatchDb))]
    [Migration("20261123190100_WaitingRuns")]
    public partial class WaitingRuns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_maintenance_runs_waiting", table: "maintenance_runs", columns: new[] { "tenant", "team_id" }, filter: "engineer_id IS NULL AND state IN ('due', 'overdue')");
            migrationBuilder.Sql(AbsenceTurn.ArmAll);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql($"DELETE FROM messaging.timers WHERE kind = '{AbsenceTurn.Kind}';");
            migrationBuilder.DropIndex(name: "ix_maintenance_runs_waiting", table: "maintenance_runs");
        }
    }
}
