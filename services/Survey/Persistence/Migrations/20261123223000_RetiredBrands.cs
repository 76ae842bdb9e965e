using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Survey.Persistence.Migrations
{
    /// <summary>Brands that nothing is sold under any more: written and read by SQL alone, the model does not know them.</summary>
    [DbContext(typeof(SurveyDb))]
    [Migration("20261123223000_RetiredBrands")]
    public partial class RetiredBrands : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("ALTER TABLE brand_copies ADD COLUMN retired boolean NOT NULL DEFAULT false");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("ALTER TABLE brand_copies DROP COLUMN retired");
    }
}
