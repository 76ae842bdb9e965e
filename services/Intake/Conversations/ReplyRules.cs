using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;

namespace ServiceMesh.Intake.Conversations;

/// <summary>What may be answered in an IM conversation or a web chat, by the rules of its platform.</summary>
/// <param name="Kind">The kind of channel.</param>
/// <param name="Possible">Whether an answer can be taken there at all: the channel is in use, and has an address where it needs one.</param>
/// <param name="LongestText">The longest answer that is taken here, in UTF-16 units.</param>
/// <param name="LongestPart">The longest that goes in one message of the platform; longer answers go in several. Null: no bound.</param>
/// <param name="InBytes">Whether that is counted in UTF-8 bytes; else in UTF-16 units.</param>
/// <param name="LastCustomerAt">When the customer last wrote; null when that was before it was noted.</param>
/// <param name="Until">Until when the platform takes an answer: only the customer's next message opens it anew. Null: always.</param>
/// <param name="LateAsTemplate">Whether an answer goes out as a template after that, which shows its first words.</param>
public sealed record ReplyTerms(
    ChannelKind Kind, bool Possible, int LongestText, int? LongestPart, bool InBytes, DateTimeOffset? LastCustomerAt, DateTimeOffset? Until, bool LateAsTemplate = false);

/// <summary>Reads what a ticket's channel says of answers: the adapter that sends them decides.</summary>
public sealed class ReplyRules(AdapterTable adapters, SecretBox box)
{
    /// <summary>Null for a ticket that came by no conversation on a platform.</summary>
    internal async Task<ReplyTerms?> OfAsync(IntakeDb db, TicketRow ticket, CancellationToken ct)
    {
        if (ticket is not { Channel: Channel.Im or Channel.Chat, ChannelId: { } channelId, ConversationId: { } conversationId })
            return null;
        var found = await (
            from c in db.Channels.AsNoTracking().Where(c => c.Tenant == ticket.Tenant && c.Id == channelId)
            from v in db.Conversations.AsNoTracking().Where(v => v.ChannelId == c.Id && v.ConversationId == conversationId).DefaultIfEmpty()
            select new { c, v }).SingleOrDefaultAsync(ct);
        if (found is null)
            return null;
        var adapter = adapters.Of(found.c.Kind);
        var replyTo = found.v?.SealedReplyTo is { } data ? PlatformText.Open(box, found.c.Id, data) : null;
        var (longest, channel) = (adapter.Traits.LongestPart, adapters.Open(found.c));
        return new ReplyTerms(
            found.c.Kind, ticket.Channel == Channel.Chat ? found.c.Active : Conversation.IsDeliverable(ticket, found.c), Limits.Text, longest == int.MaxValue ? null : longest,
            adapter.Traits.CountsBytes, found.v?.LastCustomerAt, adapter.ReplyUntil(channel, replyTo, found.v?.LastCustomerAt), adapter.AnswersLate(channel));
    }
}
