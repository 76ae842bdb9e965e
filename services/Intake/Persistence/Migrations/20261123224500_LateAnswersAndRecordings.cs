using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Intake.Persistence.Migrations
{
    /// <summary>Whose recording a hotline's is, what platforms will still tell of a message, and when triage said what sort of work it is.</summary>
    [DbContext(typeof(IntakeDb))]
    [Migration("20261123224500_LateAnswersAndRecordings")]
    public partial class LateAnswersAndRecordings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(name: "dialled_layer", table: "calls", type: "integer", nullable: true);
            migrationBuilder.AddColumn<string>(name: "platform_id", table: "messages", type: "text", nullable: true);
            migrationBuilder.AddColumn<long>(name: "work_type_sequence", table: "tickets", type: "bigint", nullable: false, defaultValue: 0L);
            migrationBuilder.CreateIndex(
                name: "IX_messages_tenant_platform_id", table: "messages", columns: ["tenant", "platform_id"], filter: "platform_id IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "IX_messages_tenant_platform_id", table: "messages");
            migrationBuilder.DropColumn(name: "work_type_sequence", table: "tickets");
            migrationBuilder.DropColumn(name: "platform_id", table: "messages");
            migrationBuilder.DropColumn(name: "dialled_layer", table: "calls");
        }
    }
}
