using ServiceMesh.Contracts;
using ServiceMesh.Intake.Chat;
using ServiceMesh.Intake.Delivery;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Tenants;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Conversations;

/// <summary>Adds what was said to a ticket. The ticket is locked by the caller.</summary>
internal static class Conversation
{
    /// <summary>
    /// A customer's message into a ticket that still takes one: resolved and just closed tickets are asked to reopen, once per state.
    /// </summary>
    public static Guid AddFromCustomer(
        Work work, TicketRow ticket, string text, Channel channel, Actor by, DateTimeOffset? sentAt = null, string? clientKey = null)
    {
        var message = new MessageRow
        {
            Tenant = ticket.Tenant,
            Id = Guid.CreateVersion7(work.Now),
            TicketId = ticket.Id,
            Kind = MessageKind.Customer,
            Text = text,
            Channel = channel,
            AuthorKind = by.Kind,
            AuthorId = by.Id,
            AuthorName = by.Name,
            At = work.Now,
            SentAt = sentAt,
            ClientKey = clientKey,
        };
        work.Db<IntakeDb>().Messages.Add(message);
        work.Publish(new CustomerMessageReceived
        {
            Tenant = ticket.Tenant,
            TicketId = ticket.Id,
            OccurredAt = work.Now,
            By = by,
            MessageId = message.Id,
            Channel = channel,
            Text = text,
        });
        if (ticket.State is TicketState.Resolved or TicketState.Closed)
            AskToReopen(work, ticket, by, null);
        return message.Id;
    }

    /// <summary>
    /// A public message of staff. On an IM ticket it is also taken to the platform, by a timer of its own; in a web chat the widget fetches it, and
    /// a timer looks whether it was read.
    /// </summary>
    public static Guid AddFromStaff(Work work, TicketRow ticket, ChannelRow? channel, string text, Actor by, string? clientKey = null)
    {
        var overIm = IsOverIm(ticket);
        var overChat = ticket.Channel == Channel.Chat;
        var deliverable = IsDeliverable(ticket, channel);
        var message = new MessageRow
        {
            Tenant = ticket.Tenant,
            Id = Guid.CreateVersion7(work.Now),
            TicketId = ticket.Id,
            Kind = MessageKind.Agent,
            Text = text,
            Channel = overIm ? Channel.Im : overChat ? Channel.Chat : Channel.Email,
            AuthorKind = by.Kind,
            AuthorId = by.Id,
            AuthorName = by.Name,
            At = work.Now,
            ClientKey = clientKey,
            Delivery = overChat ? DeliveryState.Pending : !overIm ? null : deliverable ? DeliveryState.Pending : DeliveryState.Failed,
            DeliveryReason = overIm && !deliverable ? DeliveryReasons.NoOutboundUrl : null,
        };
        work.Db<IntakeDb>().Messages.Add(message);
        work.Publish(new AgentMessageSent
        {
            Tenant = ticket.Tenant,
            TicketId = ticket.Id,
            OccurredAt = work.Now,
            By = by,
            MessageId = message.Id,
            Channel = message.Channel,
            Text = text,
        });
        if (overChat)
            work.Arm(UnreadTimer.For(message));
        else if (message.Delivery == DeliveryState.Pending)
            work.Arm(DeliveryTimer.For(message.Tenant, ticket.Id, message.Id, work.Now));
        else if (message.Delivery == DeliveryState.Failed)
            work.Publish(DeliveryEvents.Failed(message.Tenant, ticket.Id, message.Id, DeliveryReasons.NoOutboundUrl, work.Now));
        return message.Id;
    }

    /// <summary>Whether what is said to the customer can be taken to the platform that the ticket came by.</summary>
    public static bool IsDeliverable(TicketRow ticket, ChannelRow? channel) =>
        IsOverIm(ticket) && channel is { Active: true } && (channel.Kind != ChannelKind.Im || channel.OutboundUrl is not null);

    private static bool IsOverIm(TicketRow ticket) => ticket.Channel == Channel.Im && ticket.ConversationId is not null;

    /// <summary>A note that only staff see.</summary>
    public static Guid AddNote(Work work, TicketRow ticket, string text, Actor by)
    {
        var note = KeepNote(work, ticket, text, by, ticket.Channel);
        TellNote(work, ticket, note, text, by);
        return note;
    }

    /// <summary>Keeps a note, and tells nobody of it.</summary>
    /// <param name="held">Why it is only kept, see <see cref="HeldReasons"/>, and which of its hour it was.</param>
    public static Guid KeepNote(Work work, TicketRow ticket, string text, Actor by, Channel channel, (string Reason, int Count)? held = null)
    {
        var note = new MessageRow
        {
            Tenant = ticket.Tenant,
            Id = Guid.CreateVersion7(work.Now),
            TicketId = ticket.Id,
            Kind = MessageKind.Note,
            Text = text,
            Channel = channel,
            AuthorKind = by.Kind,
            AuthorId = by.Id,
            AuthorName = by.Name,
            At = work.Now,
            Held = held?.Reason,
            HeldCount = held?.Count,
        };
        work.Db<IntakeDb>().Messages.Add(note);
        return note.Id;
    }

    /// <summary>Tells of a note that is kept.</summary>
    public static void TellNote(Work work, TicketRow ticket, Guid note, string text, Actor by) => work.Publish(new NoteAdded
    {
        Tenant = ticket.Tenant,
        TicketId = ticket.Id,
        OccurredAt = work.Now,
        By = by,
        NoteId = note,
        Text = text,
    });

    /// <summary>Asks Dispatch to reopen, unless that was asked already since the ticket's state last changed.</summary>
    public static void AskToReopen(Work work, TicketRow ticket, Actor by, string? reason)
    {
        if (ticket.ReopenRequested)
            return;
        ticket.ReopenRequested = true;
        work.Publish(new ReopenRequested { Tenant = ticket.Tenant, TicketId = ticket.Id, OccurredAt = work.Now, By = by, Reason = reason });
    }

    /// <summary>409 <c>ticket.closed</c> when the ticket takes nothing from customers any more.</summary>
    public static async Task RequireOpenToCustomerAsync(Work work, TicketRow ticket, CancellationToken ct)
    {
        if (await TenantProfiles.RouteAsync(work.Db<IntakeDb>(), ticket, work.Now, ct) == MessageRoute.NewTicket)
            throw Problems.Conflict("ticket.closed", "The ticket is over; a new one is needed.");
    }
}
