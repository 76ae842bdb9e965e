using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Survey.Domain;
using ServiceMesh.Survey.Invitations;

namespace ServiceMesh.Survey.People;

/// <summary>
/// Staff found out who really reported a ticket: what is still to be sent or called goes to that person. An invitation that is out is withdrawn with its links, and
/// a new one goes to the right person for the same cycle. Answers there are stay: they were given.
/// </summary>
internal sealed class OnTicketContactChanged(Sender sender) : IHandle<TicketContactChanged>
{
    private const string Keep = """
        INSERT INTO ticket_corrections AS c (tenant, ticket_id, sequence, contact_id, body) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (tenant, ticket_id) DO UPDATE SET sequence = excluded.sequence, contact_id = excluded.contact_id, body = excluded.body WHERE c.sequence < excluded.sequence
        """;

    private const string Surveys = "SELECT id, state, card::text, contact FROM surveys WHERE tenant = $1 AND ticket_id = $2 AND state IN ('planned', 'open') FOR UPDATE";

    private const string Redirect = "UPDATE surveys SET card = $3, contact = $4, language = $5 WHERE tenant = $1 AND id = $2";

    private const string Withdraw = "UPDATE surveys SET state = 'withdrawn' WHERE tenant = $1 AND id = $2";

    private const string Again = """
        INSERT INTO surveys (id, tenant, ticket_id, cycle, number, subject, contact, language, card, token_hash, state, sent_at, expires_at, closed_sequence)
        SELECT $3, tenant, ticket_id, cycle, number, subject, $4, $5, $6, $7, 'planned', $8, $8, closed_sequence FROM surveys WHERE tenant = $1 AND id = $2
        """;

    private const string Calls = """
        SELECT f.id, coalesce(f.card, s.card)::text FROM follow_ups f LEFT JOIN surveys s ON s.id = f.survey_id
        WHERE f.tenant = $1 AND f.ticket_id = $2 AND f.completed_at IS NULL FOR UPDATE OF f
        """;

    private const string Call = "UPDATE follow_ups SET card = $3 WHERE tenant = $1 AND id = $2";

    public async Task HandleAsync(TicketContactChanged e, Work work, CancellationToken ct)
    {
        var (tenant, ticket, right) = (e.Tenant, e.TicketId!.Value, RightContact.Of(e));
        // An older word than the one known says nothing any more.
        if (await RunAsync(work, Keep, ct, tenant, ticket, e.Stream!.Sequence, e.ContactId, new Json(right.Write())) == 0) return;
        foreach (var (id, state, json, was) in await ReadAsync(work, Surveys, tenant, ticket, r => (Id: r.GetGuid(0), State: r.GetString(1), Card: r.GetString(2), Contact: r.GetString(3)), ct))
        {
            var card = await RightContact.KnownAsync(tenant, ticket, Cards.Read(json), work, ct);
            if (state == SurveyState.Planned) await RunAsync(work, Redirect, ct, tenant, id, new Json(Cards.Write(card)), OnTicketClosed.Person(card), card.Language);
            else if (was != OnTicketClosed.Person(card)) await SendAgainAsync(tenant, ticket, id, card, work, ct);
        }

        foreach (var (id, json) in await ReadAsync(work, Calls, tenant, ticket, r => (Id: r.GetGuid(0), Card: r.GetString(1)), ct))
        {
            var card = await RightContact.KnownAsync(tenant, ticket, Cards.Read(json), work, ct);
            await RunAsync(work, Call, ct, tenant, id, new Json(Cards.Write(card)));
            work.Touched(tenant, ticket);
        }
    }

    private async Task SendAgainAsync(string tenant, Guid ticket, Guid survey, TicketCard card, Work work, CancellationToken ct)
    {
        await RunAsync(work, Withdraw, ct, tenant, survey);
        SurveyTimers.Cancel(survey, work);
        work.Publish(new SurveyWithdrawn { Tenant = tenant, TicketId = ticket, OccurredAt = work.Now, SurveyId = survey });
        var next = Guid.CreateVersion7(work.Now);
        await RunAsync(work, Again, ct, tenant, survey, next, OnTicketClosed.Person(card), card.Language, new Json(Cards.Write(card)), $"none/{next:N}", work.Now);
        await sender.SendAsync(tenant, next, work, ct);
    }

    private sealed record Json(string Text);

    private static async Task<int> RunAsync(Work work, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, work.Connection, work.Transaction);
        foreach (var value in values) command.Parameters.Add(value is Json json ? new() { Value = json.Text, NpgsqlDbType = NpgsqlDbType.Jsonb } : new() { Value = value });
        return await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<List<T>> ReadAsync<T>(Work work, string sql, string tenant, Guid ticket, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, work.Connection, work.Transaction) { Parameters = { new() { Value = tenant }, new() { Value = ticket } } };
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<T>();
        while (await row.ReadAsync(ct)) found.Add(read(row));
        return found;
    }
}
