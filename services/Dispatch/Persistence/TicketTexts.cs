namespace ServiceMesh.Dispatch.Persistence;

/// <summary>The text search's trigger and index. A PostgreSQL without pg_trgm, or that does not let this role have it, searches without the index.</summary>
internal static class TicketTexts
{
    private const string Text = "concat_ws(E'\\n', NEW.number, NEW.subject, NEW.customer_name)";

    public const string Up = $"""
        DO $do$
        BEGIN
            CREATE EXTENSION IF NOT EXISTS pg_trgm;
            CREATE INDEX ix_ticket_texts_text ON ticket_texts USING gin (text gin_trgm_ops);
        EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
            RAISE WARNING 'The board''s text search has no index: pg_trgm is not to be had.';
        END $do$;

        CREATE FUNCTION note_ticket_text() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO ticket_texts (ticket_id, tenant, text) VALUES (NEW.id, NEW.tenant, {Text}) ON CONFLICT DO NOTHING;
            RETURN NULL;
        END $$;

        CREATE TRIGGER note_added_ticket AFTER INSERT ON tickets FOR EACH ROW EXECUTE FUNCTION note_ticket_text();
        """;

    public const string Down = """
        DROP TRIGGER note_added_ticket ON tickets;
        DROP FUNCTION note_ticket_text();
        """;

    /// <summary>In a migration of its own: the trigger's lock must not last as long as this.</summary>
    public const string Fill = """
        INSERT INTO ticket_texts (ticket_id, tenant, text)
        SELECT id, tenant, concat_ws(E'\n', number, subject, customer_name) FROM tickets ON CONFLICT DO NOTHING;
        """;

    /// <summary>The customer may be named, or corrected, later.</summary>
    public const string Follow = $"""
        CREATE FUNCTION renote_ticket_text() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE ticket_texts SET text = {Text} WHERE ticket_id = NEW.id;
            RETURN NULL;
        END $$;

        CREATE TRIGGER note_changed_ticket AFTER UPDATE OF customer_name ON tickets FOR EACH ROW
            WHEN (OLD.customer_name IS DISTINCT FROM NEW.customer_name) EXECUTE FUNCTION renote_ticket_text();
        """;

    public const string Unfollow = """
        DROP TRIGGER note_changed_ticket ON tickets;
        DROP FUNCTION renote_ticket_text();
        """;

    /// <summary>Those whose customer changed before the texts followed.</summary>
    public const string Refill = """
        UPDATE ticket_texts x SET text = concat_ws(E'\n', t.number, t.subject, t.customer_name) FROM tickets t
        WHERE t.id = x.ticket_id AND t.customer_name IS NOT NULL AND position(t.customer_name IN x.text) = 0;
        """;

    /// <summary>
    /// The pairs of Chinese, Japanese and Korean characters of a text: most words of these are of two, too short for trigrams. Most texts of other
    /// languages are left at the first look.
    /// </summary>
    public const string Pairs = """
        CREATE OR REPLACE FUNCTION search_pairs(whole text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
        BEGIN
            IF whole !~ '[\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF]{2}' THEN RETURN '{}'; END IF;
            RETURN ARRAY(SELECT DISTINCT substr(whole, i, 2) FROM generate_series(1, length(whole) - 1) i
                         WHERE substr(whole, i, 2) ~ '^[\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF]{2}$');
        END $$;
        """;

    /// <summary>Beside the running service and outside a transaction, so it bears being begun twice.</summary>
    public const string PairsIndex = "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_ticket_texts_pairs ON ticket_texts USING gin (search_pairs(text));";

    /// <summary>
    /// New texts wait in a list of the index until it is full; then one insert puts all of them into the index. With the usual 4 MB that insert took
    /// 290 ms beside a busy machine: nobody's ticket waits so long with a list of half a megabyte.
    /// </summary>
    public const string SmallLists = """
        ALTER INDEX IF EXISTS ix_ticket_texts_text SET (gin_pending_list_limit = 512);
        ALTER INDEX IF EXISTS ix_ticket_texts_pairs SET (gin_pending_list_limit = 512);
        """;

    public const string UsualLists = """
        ALTER INDEX IF EXISTS ix_ticket_texts_text RESET (gin_pending_list_limit);
        ALTER INDEX IF EXISTS ix_ticket_texts_pairs RESET (gin_pending_list_limit);
        """;
}
