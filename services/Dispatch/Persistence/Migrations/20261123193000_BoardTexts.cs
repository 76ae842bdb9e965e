using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Dispatch.Persistence.Migrations
{
    /// <summary>A ticket whose customer is named or corrected later is found by the customer that it has.</summary>
    [DbContext(typeof(DispatchDb))]
    [Migration("20261123193000_BoardTexts")]
    public partial class BoardTexts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(TicketTexts.Follow);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(TicketTexts.Unfollow);
    }
}
