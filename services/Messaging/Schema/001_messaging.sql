CREATE TABLE messaging.streams (
    aggregate uuid PRIMARY KEY,
    last      bigint NOT NULL
) WITH (fillfactor = 80);

-- Rows live for milliseconds: what is published is deleted. Ordered by id, which is a UUIDv7.
CREATE TABLE messaging.outbox (
    id              uuid PRIMARY KEY,
    message_type    text NOT NULL,
    body            text NOT NULL,
    trace           text,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    attempts        int NOT NULL DEFAULT 0,
    next_attempt_at timestamptz,
    last_error      text,
    -- Null: published to every subscriber. Otherwise the exchange it is sent to.
    destination     text
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);

-- Partitioned by the day inside the message's UUIDv7: a redelivery always meets its first delivery's partition.
CREATE TABLE messaging.inbox (
    message_id  uuid NOT NULL,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (message_id)
) PARTITION BY RANGE (message_id);
CREATE TABLE messaging.inbox_other PARTITION OF messaging.inbox DEFAULT;

CREATE SEQUENCE messaging.timer_versions CACHE 100;
CREATE TABLE messaging.timers (
    kind      text NOT NULL,
    key       text NOT NULL,
    due_at    timestamptz NOT NULL,
    version   bigint NOT NULL,
    tenant    text NOT NULL,
    ticket_id uuid,
    payload   text,
    trace     text,
    attempts  int NOT NULL DEFAULT 0,
    PRIMARY KEY (kind, key)
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);
CREATE INDEX timers_due ON messaging.timers (due_at);

CREATE TABLE messaging.idempotency_keys (
    tenant       text NOT NULL,
    route        text NOT NULL,
    key          text NOT NULL,
    request_hash bytea NOT NULL,
    status       int NOT NULL,
    body         text,
    location     text,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant, route, key)
);
CREATE INDEX idempotency_keys_age ON messaging.idempotency_keys (created_at);
