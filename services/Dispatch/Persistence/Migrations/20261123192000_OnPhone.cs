using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Dispatch.Persistence.Migrations
{
    /// <summary>Whether a ticket's caller is on the line.</summary>
    [DbContext(typeof(DispatchDb))]
    [Migration("20261123192000_OnPhone")]
    public partial class OnPhone : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(name: "on_phone", table: "tickets", type: "boolean", nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "on_phone", table: "tickets");
        }
    }
}
