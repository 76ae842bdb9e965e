using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Sla.Persistence.Migrations
{
    /// <summary>What was put down of a breach, and each entry about a credit or a charge, stays as it is: the database itself refuses anything else.</summary>
    public partial class ImmutableLedger : Migration
    {
        private static readonly string[] _tables = ["breaches", "credit_entries", "charge_entries"];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'Rows of % are never changed or deleted.', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
                END $$
                """);
            foreach (var table in _tables)
            {
                migrationBuilder.Sql($"CREATE OR REPLACE TRIGGER never_changed BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()");
                migrationBuilder.Sql($"CREATE OR REPLACE TRIGGER never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()");
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var table in _tables)
            {
                migrationBuilder.Sql($"DROP TRIGGER never_changed ON {table}");
                migrationBuilder.Sql($"DROP TRIGGER never_emptied ON {table}");
            }

            migrationBuilder.Sql("DROP FUNCTION refuse_change()");
        }
    }
}
