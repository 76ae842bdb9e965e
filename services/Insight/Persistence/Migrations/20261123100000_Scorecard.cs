using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceMesh.Insight.Persistence.Migrations
{
    /// <summary>Tables that are written and read by SQL alone: the model does not know them.</summary>
    [DbContext(typeof(InsightDb))]
    [Migration("20261123100000_Scorecard")]
    public partial class Scorecard : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
            CREATE TABLE score_stories (
                tenant text NOT NULL, ticket_id uuid NOT NULL, events text NOT NULL,
                PRIMARY KEY (tenant, ticket_id));

            CREATE TABLE score_tickets (
                tenant text NOT NULL, ticket_id uuid NOT NULL, number text NOT NULL, support boolean NOT NULL, counted boolean NOT NULL, severity integer,
                month integer NOT NULL, opened_at timestamptz NOT NULL, opened_position bigint NOT NULL, resolved_at timestamptz, closed_at timestamptz,
                team_id uuid NOT NULL, engineer_id uuid NOT NULL, product_id uuid, customer_id uuid, contract_id uuid, asset_id uuid,
                module text, cause text, fault_class text, version text, recovery_seconds bigint, waits text NOT NULL, repeat_of uuid, came_back_as uuid,
                PRIMARY KEY (tenant, ticket_id)) WITH (fillfactor = 80);
            CREATE INDEX score_tickets_chain ON score_tickets (tenant, asset_id, fault_class) WHERE asset_id IS NOT NULL AND fault_class IS NOT NULL;
            CREATE INDEX score_tickets_repeats ON score_tickets (tenant, opened_at) WHERE repeat_of IS NOT NULL;
            CREATE INDEX score_tickets_product ON score_tickets (tenant, product_id, opened_at);

            CREATE TABLE score_facts (
                tenant text NOT NULL, id uuid NOT NULL, at timestamptz NOT NULL, position bigint NOT NULL, team_id uuid NOT NULL, engineer_id uuid NOT NULL,
                product_id uuid, customer_id uuid, contract_id uuid, marks bigint NOT NULL, cells integer[] NOT NULL, counts bigint[] NOT NULL, totals bigint[] NOT NULL,
                PRIMARY KEY (tenant, id, team_id, engineer_id)) WITH (fillfactor = 80);
            CREATE INDEX score_facts_all ON score_facts (tenant, at DESC, id);
            CREATE INDEX score_facts_team ON score_facts (tenant, team_id, at DESC, id);
            CREATE INDEX score_facts_engineer ON score_facts (tenant, engineer_id, at DESC, id);
            CREATE INDEX score_facts_product ON score_facts (tenant, product_id, at DESC, id);
            CREATE INDEX score_facts_customer ON score_facts (tenant, customer_id, at DESC, id);
            CREATE INDEX score_facts_contract ON score_facts (tenant, contract_id, at DESC, id);

            CREATE TABLE score_months (
                tenant text NOT NULL, kind text NOT NULL, id uuid NOT NULL, month integer NOT NULL, measure integer NOT NULL, bucket integer NOT NULL,
                count bigint NOT NULL, total bigint NOT NULL,
                PRIMARY KEY (tenant, kind, id, month, measure, bucket)) WITH (fillfactor = 80);
            CREATE INDEX score_months_kind ON score_months (tenant, kind, measure, month) INCLUDE (id, count, total);

            CREATE TABLE score_items (
                tenant text NOT NULL, kind text NOT NULL, id uuid NOT NULL, month integer NOT NULL, item_kind text NOT NULL, item text NOT NULL,
                opened bigint NOT NULL, resolved bigint NOT NULL, repeats bigint NOT NULL, seconds bigint NOT NULL,
                PRIMARY KEY (tenant, kind, id, item_kind, month, item)) WITH (fillfactor = 80);

            CREATE INDEX score_items_kind ON score_items (tenant, kind, item_kind, month);

            CREATE TABLE score_subjects (
                tenant text NOT NULL, kind text NOT NULL, id uuid NOT NULL, sequence bigint NOT NULL, position bigint NOT NULL, first_at timestamptz NOT NULL,
                name text, product_id uuid, customer_id uuid, type text NOT NULL, data text NOT NULL,
                PRIMARY KEY (tenant, kind, id));

            CREATE INDEX score_assets_of_product ON score_subjects (tenant, product_id) WHERE kind = 'asset';
            CREATE INDEX score_assets_of_customer ON score_subjects (tenant, customer_id) WHERE kind = 'asset';

            CREATE TABLE score_formulas (
                tenant text NOT NULL, version integer NOT NULL, formula text NOT NULL, created_at timestamptz NOT NULL, created_by text NOT NULL,
                PRIMARY KEY (tenant, version));

            CREATE TABLE score_reports (
                tenant text NOT NULL, id uuid NOT NULL, kind text NOT NULL, from_month integer NOT NULL, to_month integer NOT NULL, formula_version integer NOT NULL,
                position bigint NOT NULL, frozen_at timestamptz NOT NULL, frozen_by text NOT NULL, content text NOT NULL, sha256 text NOT NULL,
                PRIMARY KEY (tenant, id), UNIQUE (tenant, kind, from_month, to_month));

            CREATE TABLE vendors (
                tenant text NOT NULL, id uuid NOT NULL, name text NOT NULL, document text NOT NULL, version integer NOT NULL, changed_at timestamptz NOT NULL,
                PRIMARY KEY (tenant, id), UNIQUE (tenant, name));
            """);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
            DROP TABLE score_stories, score_tickets, score_facts, score_months, score_items, score_subjects, score_formulas, score_reports, vendors;
            """);
    }
}
