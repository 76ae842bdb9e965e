using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Contacts;
using ServiceMesh.Intake.Conversations;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Intake.Tenants;
using ServiceMesh.Intake.Tickets;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Webhooks;

/// <summary>Who wrote, as the platform knows it.</summary>
public sealed record ImSender
{
    [Required, PlainText(Limits.PlatformId)]
    public required string Id { get; init; }

    [PlainText(200)]
    public string? Name { get; init; }

    [MailAddress]
    public string? Email { get; init; }

    [PlainText(PhoneNumber.MaxLength)]
    public string? Phone { get; init; }

    [LanguageTag]
    public string? Language { get; init; }
}

/// <summary>A message of an IM platform: text up to 20,000 characters.</summary>
public sealed record ImMessage : IValidatableObject
{
    [Required, PlainText(Limits.PlatformId)]
    public required string ConversationId { get; init; }
    public required ImSender From { get; init; }

    [Required, PlainText(Limits.Text, Lines = true)]
    public required string Text { get; init; }

    /// <summary>When it was written, by the platform; for display only.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(From, new ValidationContext(From), faults, validateAllProperties: true);
        return faults;
    }
}

/// <summary>Where a message went. <see cref="Created"/> says whether it opened the ticket.</summary>
public sealed record ImMessageView(Guid TicketId, string Number, bool Created);

/// <summary>
/// <c>POST /webhooks/{channelId}/messages</c>: the first message of a conversation opens a ticket, later ones join it; once it is over,
/// the next opens a new ticket linked to it. A repeated webhook-id gets the first one's ticket and stores nothing.
/// </summary>
public static class MessageWebhook
{
    private const int SubjectLength = 80;

    internal static async Task<IResult> HandleAsync(
        Guid channelId, HttpContext http, IntakeDb db, WebhookReader reader, IWorkFactory works, TicketRegistry registry)
    {
        var webhook = await reader.ReadAsync<ImMessage>(http, db, channelId, ChannelKind.Im);
        var ct = http.RequestAborted;
        await using var work = await works.BeginAsync(ct);
        if (!await ReceivedWebhooks.TryNoteAsync(work, webhook.Channel, webhook.WebhookId, ct))
            return await RepeatedAsync(db, webhook, ct);
        var conversation = await LockConversationAsync(work, webhook.Channel, webhook.Body.ConversationId, ct);
        var by = await FindSenderAsync(work, webhook, ct);
        var view = await JoinAsync(work, webhook, conversation, by.Actor) ?? await OpenAsync(work, webhook, conversation, by, registry, ct);
        await ReceivedWebhooks.SetTicketAsync(work, webhook.Channel, webhook.WebhookId, view.TicketId, ct);
        await work.CommitAsync(ct);
        return Results.Json(view, statusCode: StatusCodes.Status202Accepted);

        async Task<ImMessageView?> JoinAsync(Work unit, VerifiedWebhook<ImMessage> message, ConversationRow row, Actor actor)
        {
            if (row.TicketId is not { } id || await TicketAccess.LockAsync(unit, row.Tenant, id, ct) is not { } ticket
                || ConversationRule.Decide(ticket.State, ticket.ClosedAt, unit.Now) == MessageRoute.NewTicket)
            {
                return null;
            }

            var sentAt = message.Body.SentAt?.ToUniversalTime();
            Conversation.AddFromCustomer(unit, ticket, message.Body.Text.Trim(), Channel.Im, actor, sentAt);
            return new ImMessageView(ticket.Id, ticket.Number, false);
        }
    }

    private static async Task<IResult> RepeatedAsync(IntakeDb db, VerifiedWebhook<ImMessage> webhook, CancellationToken ct)
    {
        var id = await ReceivedWebhooks.TicketOfAsync(db, webhook.Channel, webhook.WebhookId, ct);
        var number = await db.Tickets.Where(t => t.Tenant == webhook.Channel.Tenant && t.Id == id).Select(t => t.Number).SingleAsync(ct);
        return Results.Json(new ImMessageView(id!.Value, number, false), statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>The conversation's row, made when it is new, and locked: its messages are taken one after another.</summary>
    private static async Task<ConversationRow> LockConversationAsync(Work work, ChannelRow channel, string id, CancellationToken ct)
    {
        var db = work.Db<IntakeDb>();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO conversations (channel_id, conversation_id, tenant) VALUES ({channel.Id}, {id}, {channel.Tenant})
            ON CONFLICT (channel_id, conversation_id) DO NOTHING
            """, ct);
        var rows = await db.Conversations
            .FromSql($"SELECT * FROM conversations WHERE channel_id = {channel.Id} AND conversation_id = {id} FOR UPDATE").ToListAsync(ct);
        return rows.Single();
    }

    private static async Task<(Guid? ContactId, Actor Actor)> FindSenderAsync(Work work, VerifiedWebhook<ImMessage> webhook, CancellationToken ct)
    {
        var db = work.Db<IntakeDb>();
        var (tenant, from) = (webhook.Channel.Tenant, webhook.Body.From);
        var profile = await TenantProfiles.FindAsync(db, tenant, ct);
        PhoneNumber.TryParse(from.Phone, profile.Dialling, out var phone);
        var byPhone = await ContactFinder.ByPhoneAsync(db, tenant, phone, ct);
        var contact = byPhone.ContactId ?? await ContactFinder.ByEmailAsync(db, tenant, from.Email, ct);
        return (contact, new Actor(ActorKind.Customer, contact?.ToString(), from.Name.TrimToNull()));
    }

    private static async Task<ImMessageView> OpenAsync(
        Work work, VerifiedWebhook<ImMessage> webhook, ConversationRow conversation, (Guid? ContactId, Actor Actor) by, TicketRegistry registry,
        CancellationToken ct)
    {
        var (channel, from) = (webhook.Channel, webhook.Body.From);
        var text = webhook.Body.Text.Trim();
        var ticket = await registry.RegisterAsync(work, new TicketDraft
        {
            Tenant = channel.Tenant,
            Channel = Channel.Im,
            Subject = SubjectLine.Of(text, SubjectLength),
            Text = text,
            By = by.Actor,
            OpenedAt = work.Now,
            ContactId = by.ContactId,
            Reporter = new Reporter(from.Name.TrimToNull(), from.Email?.ToLowerInvariant(), from.Phone.TrimToNull(), from.Language ?? channel.Language),
            ChannelId = channel.Id,
            ConversationId = conversation.ConversationId,
            LinkedTicketId = conversation.TicketId,
        }, ct);
        conversation.TicketId = ticket.Id;
        return new ImMessageView(ticket.Id, ticket.Number, true);
    }
}
