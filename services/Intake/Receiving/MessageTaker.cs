using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Attachments;
using ServiceMesh.Intake.Blocking;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Channels.Generic;
using ServiceMesh.Intake.Contacts;
using ServiceMesh.Intake.Conversations;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Intake.Tenants;
using ServiceMesh.Intake.Tickets;
using ServiceMesh.Intake.Webhooks;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Receiving;

/// <summary>A message of somebody who is on the block list: it went nowhere.</summary>
public sealed record BlockedMessageView(bool Blocked);

/// <summary>Where a message went; <c>Repeated</c> when it had been taken before.</summary>
public sealed record TakenMessage(ImMessageView View, bool Repeated);

/// <summary>
/// Takes customers' messages from every IM platform and from the web chat, one commit each: the first of a conversation opens a ticket, later
/// ones join it; once it is over, the next opens a new ticket linked to it. A message that is repeated stores nothing.
/// </summary>
public sealed class MessageTaker(IWorkFactory works, TicketRegistry registry, SecretBox box, TimeProvider time)
{
    private const int SubjectLength = 80;

    /// <summary>Keeps a message; the answer is the adapter's acknowledgement, or 202 with the ticket.</summary>
    public async Task<IResult> TakeAsync(IntakeDb db, OpenedChannel channel, InboundMessage message, CancellationToken ct)
    {
        var from = message.From;
        var dialling = from.Phone is null ? null : (await TenantProfiles.FindAsync(db, channel.Row.Tenant, ct)).Dialling;
        var names = BlockRule.NamesOf(from.Phone, dialling, from.Email, from.Id);
        object taken = await BlockList.FindAsync(db, channel, names, time.GetUtcNow(), ct) is { } entry
            ? await TurnAwayAsync(channel, message, entry, ct)
            : (await KeepAsync(db, channel, message, ct)).View;
        return message.Acknowledgement is { } answer
            ? ChannelReceiver.Answer(answer)
            : Results.Json(taken, statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>Keeps a message, or finds where it went before.</summary>
    public async Task<TakenMessage> KeepAsync(IntakeDb db, OpenedChannel channel, InboundMessage message, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        if (!await ReceivedWebhooks.TryNoteAsync(work, channel.Row, message.Id, ct))
            return new TakenMessage(await RepeatedAsync(db, channel.Row, message.Id, ct), Repeated: true);
        var conversation = await LockConversationAsync(work, channel.Row, message.ConversationId, ct);
        (conversation.LastCustomerAt, conversation.PersonId) = (work.Now, message.From.Id);
        if (message.ReplyTo is { } replyTo)
            conversation.SealedReplyTo = PlatformText.Seal(box, channel.Row.Id, replyTo);
        var (contact, by, profile) = await FindSenderAsync(work, channel.Row, message, ct);
        var uploads = message.Uploads is { } sent ? await AttachmentClaims.LockAsync(work, sent.By, sent.Ids, ct) : [];
        if (message.Text.Length == 0)
            message = message with { Text = LabelOf(message, uploads, channel.Row.Language ?? profile.Language) };
        var (view, messageId) = await JoinAsync(work, channel.Row, conversation, message, by, ct)
            ?? (await OpenAsync(work, channel.Row, conversation, message, contact, by, ct), null);
        foreach (var upload in uploads)
            (upload.TicketId, upload.MessageId) = (view.TicketId, messageId);
        AddFiles(work, channel.Row, view.TicketId, messageId, message.Files);
        await ReceivedWebhooks.SetTicketAsync(work, channel.Row, message.Id, view.TicketId, ct);
        await work.CommitAsync(ct);
        return new TakenMessage(view, Repeated: false);
    }

    /// <summary>The platform hears what it hears of any message: it would only send again.</summary>
    private async Task<BlockedMessageView> TurnAwayAsync(OpenedChannel channel, InboundMessage message, Guid entry, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        await BlockList.NoteAsync(work, channel.Row, entry, new BlockedAttempt(message.Id, message.From.Email ?? message.From.Phone ?? message.From.Id, message.Text), ct);
        await work.CommitAsync(ct);
        return new BlockedMessageView(Blocked: true);
    }

    private static string LabelOf(InboundMessage message, IReadOnlyList<AttachmentRow> uploads, string language) =>
        FileLabels.Of([.. message.Files.Select(f => (f.Kind, f.Name)), .. uploads.Select(u => (u.Kind, u.Name))], language);

    private static async Task<ImMessageView> RepeatedAsync(IntakeDb db, ChannelRow channel, string webhookId, CancellationToken ct)
    {
        var id = await ReceivedWebhooks.TicketOfAsync(db, channel, webhookId, ct);
        var number = await db.Tickets.Where(t => t.Tenant == channel.Tenant && t.Id == id).Select(t => t.Number).SingleAsync(ct);
        return new ImMessageView(id!.Value, number, false);
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

    /// <summary>Whoever writes, as a contact where the platform vouches for number or address.</summary>
    private static async Task<(Guid? Contact, Actor By, TenantProfile Profile)> FindSenderAsync(Work work, ChannelRow channel, InboundMessage message, CancellationToken ct)
    {
        var db = work.Db<IntakeDb>();
        var from = message.From;
        var profile = await TenantProfiles.FindAsync(db, channel.Tenant, ct);
        // Whom staff have recognised once is known from then on, whatever he calls himself.
        var contact = await db.PlatformPeople.Where(p => p.Tenant == channel.Tenant && p.ChannelId == channel.Id && p.PersonId == from.Id).Select(p => (Guid?)p.ContactId).SingleOrDefaultAsync(ct);
        if (contact is null && message.Vouched)
        {
            PhoneNumber.TryParse(from.Phone, profile.Dialling, out var phone);
            var byPhone = await ContactFinder.ByPhoneAsync(db, channel.Tenant, phone, ct);
            contact = byPhone.ContactId ?? await ContactFinder.ByEmailAsync(db, channel.Tenant, from.Email, ct);
        }

        return (contact, new Actor(ActorKind.Customer, contact?.ToString(), from.Name.TrimToNull()), profile);
    }

    private static async Task<(ImMessageView View, Guid? MessageId)?> JoinAsync(
        Work work, ChannelRow channel, ConversationRow conversation, InboundMessage message, Actor by, CancellationToken ct)
    {
        if (conversation.TicketId is not { } id || await TicketAccess.LockAsync(work, conversation.Tenant, id, ct) is not { } ticket
            || await TenantProfiles.RouteAsync(work.Db<IntakeDb>(), ticket, work.Now, ct) == MessageRoute.NewTicket)
        {
            return null;
        }

        var messageId = Conversation.AddFromCustomer(work, ticket, message.Text, ChannelOf(channel.Kind), by, message.SentAt, message.ClientKey);
        return (new ImMessageView(ticket.Id, ticket.Number, false), messageId);
    }

    private async Task<ImMessageView> OpenAsync(
        Work work, ChannelRow channel, ConversationRow conversation, InboundMessage message, Guid? contact, Actor by, CancellationToken ct)
    {
        var from = message.From;
        var ticket = await registry.RegisterAsync(work, new TicketDraft
        {
            Tenant = channel.Tenant,
            Channel = ChannelOf(channel.Kind),
            Subject = SubjectLine.Of(message.Text, SubjectLength),
            Text = message.Text,
            By = by,
            OpenedAt = work.Now,
            ContactId = contact,
            Reporter = new Reporter(from.Name.TrimToNull(), from.Email?.ToLowerInvariant(), from.Phone.TrimToNull(), from.Language ?? channel.Language),
            ChannelId = channel.Id,
            ConversationId = conversation.ConversationId,
            LinkedTicketId = conversation.TicketId,
        }, ct);
        (conversation.TicketId, conversation.OpeningKey, conversation.CustomerRead, conversation.StaffRead) = (ticket.Id, message.OpeningKey, 0, 0);
        return new ImMessageView(ticket.Id, ticket.Number, true);
    }

    private static Channel ChannelOf(ChannelKind kind) => kind == ChannelKind.Chat ? Channel.Chat : Channel.Im;

    private void AddFiles(Work work, ChannelRow channel, Guid ticket, Guid? message, IReadOnlyList<InboundFile> files)
    {
        foreach (var file in files)
        {
            work.Db<IntakeDb>().Attachments.Add(new AttachmentRow
            {
                Tenant = channel.Tenant,
                Id = Guid.CreateVersion7(work.Now),
                TicketId = ticket,
                MessageId = message,
                ChannelId = channel.Id,
                Kind = file.Kind,
                Name = file.Name,
                Size = file.Size,
                SealedReference = PlatformText.Seal(box, channel.Id, file.Reference),
                At = work.Now,
            });
        }
    }
}
