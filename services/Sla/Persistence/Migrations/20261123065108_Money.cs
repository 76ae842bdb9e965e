using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Sla.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Money : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "uncovered_currency",
                table: "tenants",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "uncovered_price",
                table: "tenants",
                type: "numeric",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "breach_status",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    breach_id = table.Column<Guid>(type: "uuid", nullable: false),
                    withdrawn = table.Column<bool>(type: "boolean", nullable: false),
                    late_wall = table.Column<long>(type: "bigint", nullable: false),
                    late_working = table.Column<long>(type: "bigint", nullable: false),
                    is_over = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_breach_status", x => new { x.tenant, x.breach_id });
                });

            migrationBuilder.CreateTable(
                name: "breaches",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ticket_number = table.Column<string>(type: "text", nullable: false),
                    clock = table.Column<string>(type: "text", nullable: false),
                    cycle = table.Column<int>(type: "integer", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    contract_id = table.Column<Guid>(type: "uuid", nullable: true),
                    severity = table.Column<int>(type: "integer", nullable: false),
                    policy = table.Column<string>(type: "text", nullable: false),
                    policy_version = table.Column<int>(type: "integer", nullable: false),
                    rule = table.Column<string>(type: "text", nullable: false),
                    calendar = table.Column<string>(type: "text", nullable: false),
                    calendar_version = table.Column<int>(type: "integer", nullable: false),
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    clause = table.Column<string>(type: "jsonb", nullable: true),
                    team = table.Column<string>(type: "text", nullable: true),
                    engineer_id = table.Column<Guid>(type: "uuid", nullable: true),
                    engineer_name = table.Column<string>(type: "text", nullable: true),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_breaches", x => new { x.tenant, x.id });
                });

            migrationBuilder.CreateTable(
                name: "charge_candidates",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    contract_id = table.Column<Guid>(type: "uuid", nullable: false),
                    data = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_charge_candidates", x => new { x.tenant, x.contract_id, x.ticket_id });
                });

            migrationBuilder.CreateTable(
                name: "charge_entries",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    charge_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    by_id = table.Column<string>(type: "text", nullable: true),
                    by_name = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_charge_entries", x => new { x.tenant, x.charge_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "charges",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ticket_number = table.Column<string>(type: "text", nullable: false),
                    contract_id = table.Column<Guid>(type: "uuid", nullable: true),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: true),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    work_type = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    amount = table.Column<decimal>(type: "numeric", nullable: true),
                    currency = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_charges", x => new { x.tenant, x.id });
                });

            migrationBuilder.CreateTable(
                name: "contract_months",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    contract_id = table.Column<Guid>(type: "uuid", nullable: false),
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    monthly_fee = table.Column<decimal>(type: "numeric", nullable: true),
                    currency = table.Column<string>(type: "text", nullable: true),
                    credit_cap_percent = table.Column<decimal>(type: "numeric", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_contract_months", x => new { x.tenant, x.contract_id, x.month });
                });

            migrationBuilder.CreateTable(
                name: "contracts",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    contract_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: false),
                    monthly_fee = table.Column<decimal>(type: "numeric", nullable: true),
                    currency = table.Column<string>(type: "text", nullable: true),
                    case_price = table.Column<decimal>(type: "numeric", nullable: true),
                    credit_cap_percent = table.Column<decimal>(type: "numeric", nullable: true),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_contracts", x => new { x.tenant, x.contract_id });
                });

            migrationBuilder.CreateTable(
                name: "credit_entries",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    credit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    change = table.Column<decimal>(type: "numeric", nullable: false),
                    amount = table.Column<decimal>(type: "numeric", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    by_id = table.Column<string>(type: "text", nullable: true),
                    by_name = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_credit_entries", x => new { x.tenant, x.credit_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "credits",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    breach_id = table.Column<Guid>(type: "uuid", nullable: false),
                    contract_id = table.Column<Guid>(type: "uuid", nullable: false),
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    gross = table.Column<decimal>(type: "numeric", nullable: false),
                    amount = table.Column<decimal>(type: "numeric", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    capped_by = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_credits", x => new { x.tenant, x.id });
                });

            migrationBuilder.CreateTable(
                name: "late_pauses",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    clock = table.Column<string>(type: "text", nullable: false),
                    cycle = table.Column<int>(type: "integer", nullable: false),
                    ticket_number = table.Column<string>(type: "text", nullable: false),
                    team = table.Column<string>(type: "text", nullable: true),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    left_ticks = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_late_pauses", x => new { x.tenant, x.ticket_id, x.at, x.reason, x.clock, x.cycle });
                });

            migrationBuilder.CreateTable(
                name: "time_shares",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    team = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    ticks = table.Column<long>(type: "bigint", nullable: false),
                    pauses = table.Column<int>(type: "integer", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_time_shares", x => new { x.tenant, x.ticket_id, x.team, x.reason });
                });

            migrationBuilder.CreateTable(
                name: "what_if_breaches",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    job_id = table.Column<Guid>(type: "uuid", nullable: false),
                    supposed = table.Column<bool>(type: "boolean", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    clock = table.Column<string>(type: "text", nullable: false),
                    cycle = table.Column<int>(type: "integer", nullable: false),
                    ticket_number = table.Column<string>(type: "text", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    contract_id = table.Column<Guid>(type: "uuid", nullable: true),
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    severity = table.Column<int>(type: "integer", nullable: false),
                    team = table.Column<string>(type: "text", nullable: true),
                    policy = table.Column<string>(type: "text", nullable: false),
                    clause = table.Column<string>(type: "jsonb", nullable: true),
                    late_wall = table.Column<long>(type: "bigint", nullable: false),
                    late_working = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_what_if_breaches", x => new { x.tenant, x.job_id, x.ticket_id, x.supposed, x.clock, x.cycle });
                });

            migrationBuilder.CreateTable(
                name: "what_ifs",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false),
                    request = table.Column<string>(type: "jsonb", nullable: false),
                    position = table.Column<Guid>(type: "uuid", nullable: false),
                    total = table.Column<long>(type: "bigint", nullable: false),
                    done = table.Column<long>(type: "bigint", nullable: false),
                    counted = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    result = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_what_ifs", x => new { x.tenant, x.id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_breaches_month",
                table: "breaches",
                columns: new[] { "tenant", "contract_id", "month" });

            migrationBuilder.CreateIndex(
                name: "ix_breaches_ticket",
                table: "breaches",
                columns: new[] { "tenant", "ticket_id", "clock", "cycle", "due_at", "contract_id", "policy", "policy_version", "severity" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_charges_month",
                table: "charges",
                columns: new[] { "tenant", "contract_id", "month" });

            migrationBuilder.CreateIndex(
                name: "ix_charges_ticket",
                table: "charges",
                columns: new[] { "tenant", "ticket_id" });

            migrationBuilder.CreateIndex(
                name: "ix_credits_breach",
                table: "credits",
                columns: new[] { "tenant", "breach_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_credits_month",
                table: "credits",
                columns: new[] { "tenant", "contract_id", "month" });

            migrationBuilder.CreateIndex(
                name: "ix_late_pauses_at",
                table: "late_pauses",
                columns: new[] { "tenant", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_time_shares_ended",
                table: "time_shares",
                columns: new[] { "tenant", "ended_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "breach_status");

            migrationBuilder.DropTable(
                name: "breaches");

            migrationBuilder.DropTable(
                name: "charge_candidates");

            migrationBuilder.DropTable(
                name: "charge_entries");

            migrationBuilder.DropTable(
                name: "charges");

            migrationBuilder.DropTable(
                name: "contract_months");

            migrationBuilder.DropTable(
                name: "contracts");

            migrationBuilder.DropTable(
                name: "credit_entries");

            migrationBuilder.DropTable(
                name: "credits");

            migrationBuilder.DropTable(
                name: "late_pauses");

            migrationBuilder.DropTable(
                name: "time_shares");

            migrationBuilder.DropTable(
                name: "what_if_breaches");

            migrationBuilder.DropTable(
                name: "what_ifs");

            migrationBuilder.DropColumn(
                name: "uncovered_currency",
                table: "tenants");

            migrationBuilder.DropColumn(
                name: "uncovered_price",
                table: "tenants");
        }
    }
}
