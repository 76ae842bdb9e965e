using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Intake.Persistence.Migrations
{
    /// <summary>Brands that nothing is sold under any more.</summary>
    [DbContext(typeof(IntakeDb))]
    [Migration("20261123223000_RetiredBrands")]
    public partial class RetiredBrands : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.AddColumn<DateTimeOffset>(name: "retired_at", table: "brands", type: "timestamp with time zone", nullable: true);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn(name: "retired_at", table: "brands");
    }
}
