using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Survey.Domain;
using ServiceMesh.Survey.Domain.Calls;
using ServiceMesh.Survey.Domain.Sending;
using ServiceMesh.Survey.FollowUps;
using ServiceMesh.Survey.People;
using ServiceMesh.Survey.Rules;

namespace ServiceMesh.Survey.Invitations;

/// <summary>
/// Plans the question to the customer, once for each service cycle, and the call that some tickets get whatever is answered. A ticket that was
/// reopened after this closing gets neither.
/// </summary>
public sealed partial class OnTicketClosed(Sender sender, ILogger<OnTicketClosed> log) : IHandle<TicketClosed>
{
    private const string Insert = """
        INSERT INTO surveys (id, tenant, ticket_id, cycle, number, subject, contact, language, card, token_hash, state, skip_reason, sent_at, expires_at, closed_sequence)
        SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14
        WHERE NOT EXISTS (SELECT FROM reopenings WHERE tenant = $2 AND ticket_id = $3 AND sequence > $14)
        ON CONFLICT (tenant, ticket_id, cycle) WHERE state <> 'withdrawn' DO NOTHING
        """;

    public async Task HandleAsync(TicketClosed e, Work work, CancellationToken ct)
    {
        var rules = await RulesStore.ReadAsync(e.Tenant, work, ct);
        var card = await RightContact.KnownAsync(e.Tenant, e.TicketId!.Value, e.Card, work, ct);
        var (subject, survey) = (new Subject(e.Tenant, e.TicketId.Value, card, e.Stream!.Sequence), Guid.CreateVersion7(work.Now));
        var plan = Inviting.AtClosing(rules.Rules, subject.Ticket, e.OccurredAt);
        if (!await PlanAsync(subject, survey, plan, work, ct))
        {
            LogKnown(subject.Ticket);
            return;
        }
        if (e.OccurredAt >= (rules.Rules.ActiveFrom ?? DateTimeOffset.MinValue) && FollowUp.AfterClosing(rules.Rules.Calls, subject.Ticket, e.Card.Severity) is { } reason)
            await FollowUpBook.OpenAsync(subject, reason, null, rules, work, ct);
        if (plan.Skip is { } skip) LogSkipped(subject.Ticket, skip);
        // Without a delay at once: Dispatch's clock may be ahead of this one by a moment.
        else if (rules.Rules.DelayMinutes == 0 || plan.At <= work.Now) await sender.SendAsync(subject.Tenant, survey, work, ct);
        else work.Arm(new TimerRequest(SendTimer.Kind, survey.ToString("N"), plan.At!.Value, subject.Tenant, subject.Ticket, survey));
    }

    /// <summary>False when this cycle is known, or the ticket was reopened since.</summary>
    private static async Task<bool> PlanAsync(Subject s, Guid survey, Plan plan, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Insert, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new() { Value = survey }, new() { Value = s.Tenant }, new() { Value = s.Ticket }, new() { Value = s.Card.Cycle }, new() { Value = s.Card.Number },
                new() { Value = s.Card.Subject }, new() { Value = Person(s.Card) }, new() { Value = s.Card.Language },
                new() { Value = Cards.Write(s.Card), NpgsqlDbType = NpgsqlDbType.Jsonb }, new() { Value = $"none/{survey:N}" },
                new() { Value = plan.Skip is null ? SurveyState.Planned : SurveyState.Skipped },
                new() { Value = (object?)plan.Skip ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = (plan.At ?? work.Now).ToUniversalTime(), NpgsqlDbType = NpgsqlDbType.TimestampTz }, new() { Value = s.ClosedSequence },
            },
        };
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>Whom the limits count by: the contact, or the address where there is none, or else the ticket alone.</summary>
    public static string Person(TicketCard card) =>
        card.ContactId?.ToString() ?? (string.IsNullOrWhiteSpace(card.ContactEmail) ? card.Number : card.ContactEmail.Trim().ToUpperInvariant());

    [LoggerMessage(Level = LogLevel.Information, Message = "No survey for ticket {Ticket}: {Reason}")]
    private partial void LogSkipped(Guid ticket, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "No survey for ticket {Ticket}: its cycle has one, or it was reopened since")]
    private partial void LogKnown(Guid ticket);
}
