using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Insight.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Record : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "arrived_at",
                table: "timeline",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "customer_seal",
                table: "timeline",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "hash",
                table: "timeline",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "position",
                table: "timeline",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "staff_seal",
                table: "timeline",
                type: "bytea",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "chain_heads",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    arrived_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closed_until = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("chain_heads_pkey", x => x.tenant);
                });

            migrationBuilder.CreateTable(
                name: "day_heads",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    signed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    key_id = table.Column<string>(type: "text", nullable: false),
                    signature = table.Column<byte[]>(type: "bytea", nullable: false),
                    exported_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("day_heads_pkey", x => new { x.tenant, x.day });
                });

            migrationBuilder.CreateTable(
                name: "erasures",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: false),
                    requested_by = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    tickets = table.Column<int>(type: "integer", nullable: false),
                    events = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("erasures_pkey", x => new { x.tenant, x.id });
                });

            migrationBuilder.CreateTable(
                name: "jobs",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    target = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    done = table.Column<long>(type: "bigint", nullable: false),
                    total = table.Column<long>(type: "bigint", nullable: false),
                    result = table.Column<string>(type: "jsonb", nullable: true),
                    requested_by = table.Column<string>(type: "text", nullable: true),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    alive_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("jobs_pkey", x => new { x.tenant, x.id });
                });

            migrationBuilder.CreateTable(
                name: "personal",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: true),
                    customer = table.Column<string>(type: "jsonb", nullable: true),
                    customer_salt = table.Column<byte[]>(type: "bytea", nullable: true),
                    staff = table.Column<string>(type: "jsonb", nullable: true),
                    staff_salt = table.Column<byte[]>(type: "bytea", nullable: true),
                    erased_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("personal_pkey", x => new { x.tenant, x.position });
                });

            migrationBuilder.CreateTable(
                name: "projections",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("projections_pkey", x => x.name);
                });

            migrationBuilder.CreateIndex(
                name: "timeline_by_position",
                table: "timeline",
                columns: new[] { "tenant", "position" },
                unique: true,
                filter: "position IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "jobs_under_way",
                table: "jobs",
                columns: new[] { "tenant", "kind", "target" },
                unique: true,
                filter: "state IN ('queued', 'running')");

            migrationBuilder.CreateIndex(
                name: "personal_of_contact",
                table: "personal",
                columns: new[] { "tenant", "contact_id" },
                filter: "contact_id IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "chain_heads");

            migrationBuilder.DropTable(
                name: "day_heads");

            migrationBuilder.DropTable(
                name: "erasures");

            migrationBuilder.DropTable(
                name: "jobs");

            migrationBuilder.DropTable(
                name: "personal");

            migrationBuilder.DropTable(
                name: "projections");

            migrationBuilder.DropIndex(
                name: "timeline_by_position",
                table: "timeline");

            migrationBuilder.DropColumn(
                name: "arrived_at",
                table: "timeline");

            migrationBuilder.DropColumn(
                name: "customer_seal",
                table: "timeline");

            migrationBuilder.DropColumn(
                name: "hash",
                table: "timeline");

            migrationBuilder.DropColumn(
                name: "position",
                table: "timeline");

            migrationBuilder.DropColumn(
                name: "staff_seal",
                table: "timeline");
        }
    }
}
