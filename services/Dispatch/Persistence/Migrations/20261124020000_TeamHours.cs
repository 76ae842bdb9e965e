using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Dispatch.Persistence.Migrations
{
    /// <summary>When a team works next, where that decides who is on duty. Written and read by SQL only.</summary>
    [DbContext(typeof(DispatchDb))]
    [Migration("20261124020000_TeamHours")]
    public partial class TeamHours : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(name: "open_from", table: "teams", type: "timestamp with time zone", nullable: true);
            migrationBuilder.AddColumn<DateTimeOffset>(name: "open_until", table: "teams", type: "timestamp with time zone", nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "open_until", table: "teams");
            migrationBuilder.DropColumn(name: "open_from", table: "teams");
        }
    }
}
