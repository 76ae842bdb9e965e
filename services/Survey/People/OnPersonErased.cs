using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Survey.FollowUps;
using ServiceMesh.Survey.Invitations;

namespace ServiceMesh.Survey.People;

/// <summary>
/// A customer's person who was erased: what was still to be asked or called is withdrawn, for there is nobody any more, and numbers and corrections forget them. Their
/// tickets' surveys and calls forget them by <see cref="TicketErased"/>; that they were erased is kept by their id, for events that are still on their way.
/// </summary>
internal sealed class OnPersonErased : IHandle<PersonErased>
{
    // An event of the person may still be on its way: whoever reads cards asks here.
    private const string Note = """
        INSERT INTO erased_people AS p (tenant, contact_id, at) VALUES ($1, $2, $3) ON CONFLICT (tenant, contact_id) DO UPDATE SET at = greatest(p.at, excluded.at)
        """;

    private const string Surveys = """
        WITH theirs AS (
            SELECT id, state FROM surveys WHERE tenant = $1 AND contact = $2::text AND state IN ('planned', 'open') AND (card ->> 'openedAt')::timestamptz <= $3 FOR UPDATE)
        UPDATE surveys s SET state = 'withdrawn' FROM theirs WHERE s.id = theirs.id RETURNING s.id, s.ticket_id, theirs.state
        """;

    private const string Calls = """
        WITH theirs AS (
            SELECT f.id FROM follow_ups f LEFT JOIN surveys s ON s.id = f.survey_id
            WHERE f.tenant = $1 AND f.completed_at IS NULL AND coalesce(f.card, s.card) ->> 'contactId' = $2::text AND (coalesce(f.card, s.card) ->> 'openedAt')::timestamptz <= $3 FOR UPDATE OF f)
        UPDATE follow_ups f SET completed_at = $4, outcome = 'withdrawn' FROM theirs WHERE f.id = theirs.id RETURNING f.id, f.ticket_id
        """;

    private const string Phones = "UPDATE contact_copies SET phones = '{}' WHERE tenant = $1 AND contact_id = $2";

    private const string Corrections = """
        UPDATE ticket_corrections SET body = (body - 'contactEmail') || '{"contactName": "-"}' WHERE tenant = $1 AND contact_id = $2
        """;

    // Answers kept for repeated requests, for a day at most.
    private const string Replies = """
        DELETE FROM messaging.idempotency_keys k WHERE k.tenant = $1 AND EXISTS (
            SELECT FROM follow_ups f LEFT JOIN surveys s ON s.id = f.survey_id WHERE f.tenant = $1 AND coalesce(f.card, s.card) ->> 'contactId' = $2 AND position(f.id::text IN k.route || coalesce(k.body, '')) > 0)
        """;

    public async Task HandleAsync(PersonErased e, Work work, CancellationToken ct)
    {
        var at = e.OccurredAt.ToUniversalTime();
        await RunAsync(work, Note, ct, e.Tenant, e.ContactId, at);
        var surveys = await ReadAsync(work, Surveys, r => (Id: r.GetGuid(0), Ticket: r.GetGuid(1), State: r.GetString(2)), ct, e.Tenant, e.ContactId, at);
        foreach (var (id, ticket, state) in surveys)
        {
            SurveyTimers.Cancel(id, work);
            if (state == Domain.SurveyState.Open) work.Publish(new SurveyWithdrawn { Tenant = e.Tenant, TicketId = ticket, OccurredAt = work.Now, SurveyId = id });
        }

        var calls = await ReadAsync(work, Calls, r => (Id: r.GetGuid(0), Ticket: r.GetGuid(1)), ct, e.Tenant, e.ContactId, at, work.Now);
        foreach (var (id, ticket) in calls)
        {
            work.Cancel(OverdueTimer.Kind, id.ToString("N"));
            work.Publish(new FollowUpWithdrawn { Tenant = e.Tenant, TicketId = ticket, OccurredAt = work.Now, FollowUpId = id });
        }

        await RunAsync(work, Phones, ct, e.Tenant, e.ContactId);
        await RunAsync(work, Corrections, ct, e.Tenant, e.ContactId);
        await RunAsync(work, Replies, ct, e.Tenant, e.ContactId.ToString());
    }

    private static async Task RunAsync(Work work, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, work.Connection, work.Transaction);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<List<T>> ReadAsync<T>(Work work, string sql, Func<NpgsqlDataReader, T> read, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, work.Connection, work.Transaction);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<T>();
        while (await row.ReadAsync(ct)) found.Add(read(row));
        return found;
    }
}
