using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Intake.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class SearchIndexes : Migration
    {
        // A search is for a part of a word, which only trigrams index. Where the role may not have them (the extension is trusted, so
        // that CREATE on the database is enough), a search reads the tenant's rows: slower, with the same result.
        private const string Indexes = """
            DO $$
            BEGIN
                BEGIN
                    CREATE EXTENSION IF NOT EXISTS pg_trgm;
                EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
                    NULL;
                END;
                IF EXISTS (SELECT FROM pg_opclass WHERE opcname = 'gin_trgm_ops' AND pg_opclass_is_visible(oid)) THEN
                    CREATE INDEX ix_customers_search ON customers USING gin (name gin_trgm_ops);
                    CREATE INDEX ix_contacts_search ON contacts USING gin (name gin_trgm_ops, email gin_trgm_ops);
                    CREATE INDEX ix_contact_phones_search ON contact_phones USING gin (e164 gin_trgm_ops);
                    CREATE INDEX ix_products_search ON products USING gin (name gin_trgm_ops, code gin_trgm_ops);
                END IF;
            END $$
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Indexes);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP INDEX IF EXISTS ix_customers_search, ix_contacts_search, ix_contact_phones_search, ix_products_search");
        }
    }
}
