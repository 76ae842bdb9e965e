using System.Text;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Notices;
using ServiceMesh.Notification.Persistence;
using ServiceMesh.Notification.Sending.Voice;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.Callbacks;

/// <summary>A request in Twilio's form that proved itself.</summary>
/// <param name="Delivery">The delivery that it is about.</param>
/// <param name="Url">The public address that the provider called.</param>
internal sealed record SignedForm(Guid Delivery, IReadOnlyList<KeyValuePair<string, string>> Fields, string Url);

/// <summary>
/// A person who was paged by a call pressed a key. The right one is told to Dispatch as PageAcknowledged, once for each call, however often the
/// provider or somebody who recorded it says so; another one is asked for again. The answer is what is heard next.
/// </summary>
internal static class Keypresses
{
    /// <summary>What the delivery's history says then.</summary>
    private const string Acknowledged = "acknowledged";

    private const string Find = """
        SELECT ticket_id, source, language, recipient_name FROM deliveries
        WHERE tenant = $1 AND id = $2 AND provider_id = $3 AND channel = 'voice' AND template = 'on-call-paged' AND ticket_id IS NOT NULL
        """;

    private const string Note = """
        UPDATE deliveries SET confirmed_at = coalesce(confirmed_at, $3), history = history || jsonb_build_array(jsonb_build_object('at', $3, 'what', $4))
        WHERE tenant = $1 AND id = $2 AND NOT history @> jsonb_build_array(jsonb_build_object('what', $4))
        """;

    /// <summary>200 with TwiML; 404 <c>notice.not-found</c> for what is no page by this provider.</summary>
    public static async Task<IResult> TakeAsync(ProviderRow provider, SignedForm said, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var page = await FindAsync(work, provider, said.Delivery, ct) ?? throw Problems.NotFound("notice.not-found");
        if (said.Fields.FirstOrDefault(f => f.Key == "Digits").Value != VoiceWords.Take)
            return Speak(VoiceWords.Ask(page.Language, said.Url));
        if (await NoteAsync(work, provider.Tenant, said.Delivery, ct))
        {
            work.Publish(new PageAcknowledged
            {
                Tenant = provider.Tenant, TicketId = page.Ticket, OccurredAt = work.Now, By = new Actor(ActorKind.Staff, null, page.Person),
                PagingId = page.Paging, PageId = page.Page,
            });
            await work.CommitAsync(ct);
        }

        return Speak(VoiceWords.Thanks(page.Language));
    }

    private static async Task<PageCall?> FindAsync(Work work, ProviderRow provider, Guid delivery, CancellationToken ct)
    {
        await using var find = new NpgsqlCommand(Find, work.Connection, work.Transaction)
        {
            Parameters = { new() { Value = provider.Tenant }, new() { Value = delivery }, new() { Value = provider.Id } },
        };
        await using var row = await find.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) && OnOnCallPaged.PageOf(row.GetString(1)) is { } key
            ? new PageCall(row.GetGuid(0), key.Paging, key.Page, row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3)) : null;
    }

    private static async Task<bool> NoteAsync(Work work, string tenant, Guid delivery, CancellationToken ct)
    {
        await using var note = new NpgsqlCommand(Note, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new() { Value = tenant }, new() { Value = delivery }, new() { Value = work.Now, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                new() { Value = Acknowledged, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
        return await note.ExecuteNonQueryAsync(ct) == 1;
    }

    private static IResult Speak(params object[] verbs) => Results.Text(VoiceWords.Document(verbs), "text/xml", Encoding.UTF8);

    private sealed record PageCall(Guid Ticket, Guid Paging, Guid Page, string Language, string? Person);
}
