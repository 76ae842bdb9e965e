using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using ServiceMesh.Intake.ServiceContracts;

namespace ServiceMesh.Intake.Persistence.Migrations;

/// <summary>Changes no table: has the contracts told once more to those who did not listen when they were made.</summary>
[DbContext(typeof(IntakeDb))]
[Migration("20261123160000_RetellContracts")]
public sealed class RetellContractsOnce : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql(RetellContracts.Arm);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql($"DELETE FROM messaging.timers WHERE kind = '{RetellContracts.Kind}';");
    }
}
