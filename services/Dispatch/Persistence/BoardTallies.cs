namespace ServiceMesh.Dispatch.Persistence;

/// <summary>
/// The board's counters: signed rows that a trigger writes in the commit of the ticket's change. Rows are only ever added by
/// tickets, so that no two tickets wait for each other; <see cref="Board.TallyFolding"/> sums them up.
/// </summary>
internal static class BoardTallies
{
    public const string Up = """
        CREATE TABLE board_tallies (
            tenant   text NOT NULL,
            team_id  uuid NOT NULL,
            state    text NOT NULL,
            breached boolean NOT NULL,
            n        bigint NOT NULL,
            folded   boolean NOT NULL DEFAULT false
        );
        CREATE INDEX ix_board_tallies_tenant ON board_tallies (tenant);

        CREATE FUNCTION tally_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP <> 'INSERT' AND OLD.state NOT IN ('closed', 'cancelled') THEN
                INSERT INTO board_tallies (tenant, team_id, state, breached, n) VALUES (OLD.tenant, OLD.team_id, OLD.state, OLD.breached, -1);
            END IF;
            IF TG_OP <> 'DELETE' AND NEW.state NOT IN ('closed', 'cancelled') THEN
                INSERT INTO board_tallies (tenant, team_id, state, breached, n) VALUES (NEW.tenant, NEW.team_id, NEW.state, NEW.breached, 1);
            END IF;
            RETURN NULL;
        END $$;

        CREATE TRIGGER tally_added_ticket AFTER INSERT OR DELETE ON tickets FOR EACH ROW EXECUTE FUNCTION tally_ticket();
        CREATE TRIGGER tally_changed_ticket AFTER UPDATE OF state, team_id, breached ON tickets FOR EACH ROW
            WHEN (OLD.state <> NEW.state OR OLD.team_id <> NEW.team_id OR OLD.breached <> NEW.breached)
            EXECUTE FUNCTION tally_ticket();
        """;

    public const string Down = """
        DROP TRIGGER tally_changed_ticket ON tickets;
        DROP TRIGGER tally_added_ticket ON tickets;
        DROP FUNCTION tally_ticket();
        DROP TABLE board_tallies;
        """;
}
