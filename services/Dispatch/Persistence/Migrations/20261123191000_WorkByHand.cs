using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Dispatch.Persistence.Migrations
{
    /// <summary>Why a visit was agreed all the same, who checked in and why without a place; what the record of a closed ticket lacks.</summary>
    [DbContext(typeof(DispatchDb))]
    [Migration("20261123191000_WorkByHand")]
    public partial class WorkByHand : Migration
    {
        private static readonly string[] s_ofVisits = ["override_reason", "arrived_by", "arrived_reason", "no_place_reason"];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var column in s_ofVisits) migrationBuilder.AddColumn<string>(name: column, table: "visits", type: "text", nullable: true);
            migrationBuilder.AddColumn<string[]>(name: "record_missing", table: "tickets", type: "text[]", nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var column in s_ofVisits) migrationBuilder.DropColumn(name: column, table: "visits");
            migrationBuilder.DropColumn(name: "record_missing", table: "tickets");
        }
    }
}
