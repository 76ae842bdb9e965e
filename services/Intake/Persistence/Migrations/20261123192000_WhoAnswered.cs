using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Intake.Persistence.Migrations
{
    /// <summary>Names and languages of engineers, and who of them answered a call.</summary>
    [DbContext(typeof(IntakeDb))]
    [Migration("20261123192000_WhoAnswered")]
    public partial class WhoAnswered : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(name: "name", table: "engineer_phones", type: "text", nullable: true);
            migrationBuilder.AddColumn<string>(name: "language", table: "engineer_phones", type: "text", nullable: true);
            migrationBuilder.AddColumn<Guid>(name: "engineer_id", table: "calls", type: "uuid", nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "name", table: "engineer_phones");
            migrationBuilder.DropColumn(name: "language", table: "engineer_phones");
            migrationBuilder.DropColumn(name: "engineer_id", table: "calls");
        }
    }
}
