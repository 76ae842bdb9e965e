using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Sending;

namespace ServiceMesh.Notification.Notices;

/// <summary>Sends the customer the survey's one-time link.</summary>
public sealed class OnSurveySent(TicketCopies copies, Composer compose, DeliveryWriter writer) : IHandle<SurveySent>
{
    public async Task HandleAsync(SurveySent e, Work work, CancellationToken ct)
    {
        var known = await copies.ReadAsync(e, null, work, ct);
        var notice = new Notice
        {
            Source = Source(e.SurveyId),
            Template = Template.SurveyInvitation,
            Values = new Dictionary<string, string?>
            {
                ["number"] = e.Card.Number,
                ["subject"] = e.Card.Subject,
                ["due"] = Texts.LocalTime(e.ExpiresAt, known.Tenant.TimeZone),
            },
            Path = Links.Survey,
            SealedToken = e.SealedToken,
            ValidUntil = e.ExpiresAt,
        };
        var customer = new Person(Audience.Customer, e.Card.ContactName, e.Card.ContactEmail, e.Card.Language);
        await writer.WriteAsync(work, e, [compose.Email(notice, known, customer, work)], ct);
    }

    internal static string Source(Guid survey) => $"survey/{survey}";
}

/// <summary>Takes back an invitation that has not gone out yet.</summary>
public sealed class OnSurveyWithdrawn : IHandle<SurveyWithdrawn>
{
    private const string Drop = """
        WITH all_of_it AS (SELECT id, state FROM deliveries WHERE tenant = $1 AND source = $2 FOR UPDATE),
        dropped AS (UPDATE deliveries d SET state = 'dropped', failure = 'no-longer-true', finished_at = $3, next_attempt_at = NULL, sealed_token = NULL
            FROM all_of_it a WHERE d.id = a.id AND a.state = 'queued' RETURNING d.id)
        SELECT a.id, d.id IS NOT NULL FROM all_of_it a LEFT JOIN dropped d ON d.id = a.id
        """;

    public async Task HandleAsync(SurveyWithdrawn e, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Drop, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = e.Tenant });
        command.Parameters.Add(new() { Value = OnSurveySent.Source(e.SurveyId) });
        command.Parameters.Add(new() { Value = work.Now });
        var known = false;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            known = true;
            if (!reader.GetBoolean(1)) continue;
            work.Cancel(SendTimer.Kind, reader.GetGuid(0).ToString("N"));
            work.Publish(new NotificationDropped
            {
                Tenant = e.Tenant,
                TicketId = e.TicketId,
                OccurredAt = work.Now,
                DeliveryId = reader.GetGuid(0),
                Channel = DeliveryChannels.Email,
                Template = Template.SurveyInvitation,
                Audience = Audience.Customer,
                Reason = DropReason.NoLongerTrue,
            });
        }
        if (!known) throw new NotYetException($"Survey {e.SurveyId} has not arrived yet.");
    }
}

/// <summary>Asks the engineer and the managers to call the customer back.</summary>
public sealed class OnFollowUpDue(TicketCopies copies, Composer compose, DeliveryWriter writer) : IHandle<FollowUpDue>
{
    public async Task HandleAsync(FollowUpDue e, Work work, CancellationToken ct)
    {
        var known = await copies.ReadAsync(e, Audience.Manager, work, ct);
        var notice = new Notice
        {
            Source = $"follow-up/{e.FollowUpId}",
            Template = Template.FollowUpDue,
            Values = new Dictionary<string, string?>
            {
                ["number"] = e.Card.Number,
                ["subject"] = e.Card.Subject,
                ["customer"] = e.Card.CustomerName,
                ["contact"] = e.Card.ContactName,
                ["due"] = Texts.LocalTime(e.DueAt, known.Tenant.TimeZone),
            },
            Words = new Dictionary<string, string> { ["reason"] = $"reason.{e.Reason}" },
            Path = Links.Ticket(e),
        };
        IReadOnlyList<Person> people = known.Ticket?.Engineer is { } engineer ? [engineer, .. known.Role] : SlaNotice.OrNobody(known.Role, Audience.Manager);
        await writer.WriteAsync(work, e,
            [.. compose.Emails(notice, known, people, work), .. Composer.Webhooks(e, e.Card.Number, known, work, new { reason = e.Reason, dueAt = e.DueAt })], ct);
    }
}

/// <summary>Tells integrations of an answer; people read it in the Desk.</summary>
public sealed class OnSurveyAnswered(TicketCopies copies, DeliveryWriter writer) : IHandle<SurveyAnswered>
{
    public async Task HandleAsync(SurveyAnswered e, Work work, CancellationToken ct)
    {
        var known = await copies.ReadAsync(e, null, work, ct);
        if (known.Endpoints.Count == 0) return;
        await writer.WriteAsync(work, e, Composer.Webhooks(e, Links.Opened(known, e).Number, known, work, new { score = e.Score, solved = e.Solved }), ct);
    }
}
