using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using ServiceMesh.Intake.Contacts;

namespace ServiceMesh.Intake.Persistence.Migrations;

/// <summary>Changes no table: has the contacts told once more to those who did not listen when they were made.</summary>
[DbContext(typeof(IntakeDb))]
[Migration("20261123190000_RetellContacts")]
public sealed class RetellContactsOnce : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql(RetellContacts.Arm);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql($"DELETE FROM messaging.timers WHERE kind = '{RetellContacts.Kind}';");
    }
}
