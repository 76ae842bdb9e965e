using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Survey.Invitations;

/// <summary>
/// Invites the customer, once for each service cycle. Nobody is invited who has no address, was invited lately, or whose ticket was reopened
/// after this closing.
/// </summary>
public sealed partial class OnTicketClosed(LinkTokens links, IOptions<SurveyOptions> options, ILogger<OnTicketClosed> log) : IHandle<TicketClosed>
{
    private const string LockContact = "SELECT pg_advisory_xact_lock(hashtextextended('survey-contact/' || $1 || '/' || $2, 0))";

    private const string Invite = """
        INSERT INTO surveys (id, tenant, ticket_id, cycle, number, subject, contact, language, card, token_hash, state, sent_at, expires_at, closed_sequence)
        SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', $11, $12, $13
        WHERE NOT EXISTS (SELECT FROM reopenings WHERE tenant = $2 AND ticket_id = $3 AND sequence > $13)
            AND NOT EXISTS (SELECT FROM surveys WHERE tenant = $2 AND contact = $7 AND state <> 'withdrawn' AND sent_at > $14)
        ON CONFLICT (tenant, ticket_id, cycle) WHERE state <> 'withdrawn' DO NOTHING
        """;

    public async Task HandleAsync(TicketClosed e, Work work, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(e.Card.ContactEmail))
        {
            LogNoAddress(e.TicketId!.Value);
            return;
        }
        var contact = e.Card.ContactId?.ToString() ?? e.Card.ContactEmail.Trim().ToUpperInvariant();
        var token = links.Mint();
        var survey = Guid.CreateVersion7(work.Now);
        var expires = work.Now.AddDays(options.Value.ExpiryDays);
        if (!await InviteAsync(e, survey, contact, token.Hash, expires, work, ct))
        {
            LogNotInvited(e.TicketId!.Value);
            return;
        }
        work.Publish(new SurveySent
        {
            Tenant = e.Tenant,
            TicketId = e.TicketId,
            OccurredAt = work.Now,
            SurveyId = survey,
            SealedToken = token.Sealed,
            ExpiresAt = expires,
            Card = e.Card,
        });
        work.Arm(new TimerRequest(ExpiryTimer.Kind, survey.ToString("N"), expires, e.Tenant, e.TicketId, survey));
    }

    private async Task<bool> InviteAsync(TicketClosed e, Guid survey, string contact, string tokenHash, DateTimeOffset expires, Work work, CancellationToken ct)
    {
        var throttle = options.Value.ThrottleDays;
        if (throttle > 0)
        {
            await using var take = new NpgsqlCommand(LockContact, work.Connection, work.Transaction) { Parameters = { new() { Value = e.Tenant }, new() { Value = contact } } };
            await take.ExecuteNonQueryAsync(ct);
        }
        await using var command = new NpgsqlCommand(Invite, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new() { Value = survey }, new() { Value = e.Tenant }, new() { Value = e.TicketId!.Value }, new() { Value = e.Card.Cycle },
                new() { Value = e.Card.Number }, new() { Value = e.Card.Subject }, new() { Value = contact }, new() { Value = e.Card.Language },
                new() { Value = JsonSerializer.Serialize(e.Card, EventJson.Options), NpgsqlDbType = NpgsqlDbType.Jsonb },
                new() { Value = tokenHash }, new() { Value = work.Now }, new() { Value = expires }, new() { Value = e.Stream!.Sequence },
                // Without a throttle, no invitation is young enough to stand in the way.
                new() { Value = throttle > 0 ? work.Now.AddDays(-throttle) : work.Now.AddYears(100) },
            },
        };
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "No survey for ticket {Ticket}: its contact has no e-mail address")]
    private partial void LogNoAddress(Guid ticket);

    [LoggerMessage(Level = LogLevel.Information, Message = "No survey for ticket {Ticket}: invited in this cycle or lately, or reopened since")]
    private partial void LogNotInvited(Guid ticket);
}
