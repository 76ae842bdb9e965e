using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Sla.Persistence.Migrations
{
    /// <summary>Changes no table: has the calendars told once more, to those who did not listen when they were made. Whoever knows them finds nothing new.</summary>
    [DbContext(typeof(SlaDb))]
    [Migration("20261123190000_RetellCalendars")]
    public partial class RetellCalendars : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("UPDATE calendars SET told = false WHERE told;");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // What was told is told.
        }
    }
}
