using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;

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
            },
            Times = new Dictionary<string, DateTimeOffset> { ["due"] = e.ExpiresAt },
            Path = Links.Survey,
            SealedToken = e.SealedToken,
            ValidUntil = e.ExpiresAt,
        };
        var customer = new Person(Audience.Customer, e.Card.ContactName, e.Card.ContactEmail, e.Card.Language, known.Ticket?.Contact.Wants);
        await writer.WriteAsync(work, e, compose.To(notice, known, customer, work), ct);
    }

    internal static string Source(Guid survey) => $"survey/{survey}";
}

/// <summary>Takes back an invitation that has not gone out yet.</summary>
public sealed class OnSurveyWithdrawn : IHandle<SurveyWithdrawn>
{
    public async Task HandleAsync(SurveyWithdrawn e, Work work, CancellationToken ct)
    {
        var source = OnSurveySent.Source(e.SurveyId);
        if (await Withdrawal.OfTicketAsync(work, e, source, ct) > 0) return;
        await using var command = new NpgsqlCommand("SELECT 1 FROM deliveries WHERE tenant = $1 AND source = $2 LIMIT 1", work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = e.Tenant });
        command.Parameters.Add(new() { Value = source });
        if (await command.ExecuteScalarAsync(ct) is null) throw new NotYetException($"Survey {e.SurveyId} has not arrived yet.");
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
            },
            Times = new Dictionary<string, DateTimeOffset> { ["due"] = e.DueAt },
            Words = new Dictionary<string, string> { ["reason"] = $"reason.{e.Reason}" },
            Path = Links.Ticket(e),
        };
        IReadOnlyList<Person> people = known.Ticket?.Engineer is { } engineer ? [engineer, .. known.Role] : SlaNotice.OrNobody(known.Role, Audience.Manager);
        await writer.WriteAsync(work, e,
            [.. compose.To(notice, known, people, work), .. Composer.Webhooks(e, e.Card.Number, known, work, new { reason = e.Reason, dueAt = e.DueAt })], ct);
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
