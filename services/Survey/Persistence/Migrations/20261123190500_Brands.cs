using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Survey.Persistence.Migrations
{
    /// <summary>Under which brand a product is sold, and a survey was sent: written and read by SQL alone, the model does not know them.</summary>
    [DbContext(typeof(SurveyDb))]
    [Migration("20261123190500_Brands")]
    public partial class Brands : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
            CREATE TABLE brand_copies (tenant text NOT NULL, code text NOT NULL, name_zh text NOT NULL, name_en text NOT NULL, sequence bigint NOT NULL, PRIMARY KEY (tenant, code));
            CREATE TABLE product_copies (tenant text NOT NULL, product_id uuid NOT NULL, brand text, sequence bigint NOT NULL, PRIMARY KEY (tenant, product_id));
            ALTER TABLE surveys ADD COLUMN brand text;
            """);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
            ALTER TABLE surveys DROP COLUMN brand;
            DROP TABLE product_copies;
            DROP TABLE brand_copies;
            """);
    }
}
