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
        var notice = SurveyNotice.Make(Source(e.SurveyId), Template.SurveyInvitation, e.Card, e.SealedToken, e.ExpiresAt, e.Channel);
        await writer.WriteAsync(work, e, compose.To(notice, known, SurveyNotice.To(e.Card, e.Channel, e.Phone, notice.Template, known), work), ct);
    }

    internal static string Source(Guid survey) => $"survey/{survey}";
}

/// <summary>Sends somebody who got the link and did not answer a new one to the same survey.</summary>
public sealed class OnSurveyReminded(TicketCopies copies, Composer compose, DeliveryWriter writer) : IHandle<SurveyReminded>
{
    public async Task HandleAsync(SurveyReminded e, Work work, CancellationToken ct)
    {
        var known = await copies.ReadAsync(e, null, work, ct);
        // It asks for the same survey, whose page stays under the brand of its invitation.
        known = known with { Common = await BrandReader.OfSentAsync(work, e.Tenant, OnSurveySent.Source(e.SurveyId), ct) };
        var source = $"{OnSurveySent.Source(e.SurveyId)}/reminder/{e.Reminder}";
        var notice = SurveyNotice.Make(source, Template.SurveyReminder, e.Card, e.SealedToken, e.ExpiresAt, e.Channel);
        await writer.WriteAsync(work, e, compose.To(notice, known, SurveyNotice.To(e.Card, e.Channel, e.Phone, notice.Template, known), work), ct);
    }
}

/// <summary>What invitation and reminder have in common.</summary>
internal static class SurveyNotice
{
    public static Notice Make(string source, string template, TicketCard card, string sealedToken, DateTimeOffset expiresAt, string? channel) => new()
    {
        Source = source,
        Template = template,
        Values = new Dictionary<string, string?> { ["number"] = card.Number, ["subject"] = card.Subject },
        Times = new Dictionary<string, DateTimeOffset> { ["due"] = expiresAt },
        Path = Links.Survey,
        SealedToken = sealedToken,
        ValidUntil = expiresAt,
        IntoConversation = channel is null ? null : channel is "im" or "chat",
    };

    /// <summary>The customer; by SMS if Survey chose that and the person did not refuse the message altogether.</summary>
    public static Person To(TicketCard card, string? channel, string? phone, string template, Known known)
    {
        var wants = known.Ticket?.Contact.Wants;
        if (channel == DeliveryChannels.Sms && wants?.Rules.GetValueOrDefault(template) is not { Length: 0 })
        {
            wants = (wants ?? new Preferences()) with { Phone = phone, Rules = new Dictionary<string, string[]>(wants?.Rules ?? new Dictionary<string, string[]>()) { [template] = [DeliveryChannels.Sms] } };
        }
        return new Person(Audience.Customer, card.ContactName, card.ContactEmail, card.Language, wants);
    }
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

/// <summary>Tells integrations of an answer; people read it in the Desk. What still waits of the survey is no longer true.</summary>
public sealed class OnSurveyAnswered(TicketCopies copies, DeliveryWriter writer) : IHandle<SurveyAnswered>
{
    public async Task HandleAsync(SurveyAnswered e, Work work, CancellationToken ct)
    {
        await Withdrawal.OfTicketAsync(work, e, OnSurveySent.Source(e.SurveyId), ct);
        var known = await copies.ReadAsync(e, null, work, ct);
        if (known.Endpoints.Count == 0) return;
        await writer.WriteAsync(work, e, Composer.Webhooks(e, Links.Opened(known, e).Number, known, work, new { score = e.Score, solved = e.Solved }), ct);
    }
}
