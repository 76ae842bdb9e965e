using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Demo;

/// <summary>Customers who report something: by telephone, WeCom, a generic IM channel, web chat and portal. Each returns a line that says what happened.</summary>
/// <param name="wecom">The line at WeCom; null where no stand-in answers for it.</param>
public sealed class Arrivals(Vendor vendor, KnownTickets tickets, Random chance, TimeProvider clock, WecomLine? wecom = null)
{
    private readonly Queue<Call> _ringing = new();

    /// <summary>One more report, by a way chosen by chance; a telephone that rings is picked up, or not, at a later turn.</summary>
    public Task<string> NextAsync(CancellationToken ct)
    {
        if (_ringing.TryPeek(out _) && chance.Next(100) < 60) return EndCallAsync(ct);
        return chance.Next(100) switch
        {
            < 30 => RingAsync(ct),
            < 48 => wecom is null ? WriteAsync(ct) : WriteWecomAsync(wecom, ct),
            < 55 => WriteAsync(ct),
            < 78 => ChatAsync(ct),
            _ => ReportAsync(ct),
        };
    }

    /// <summary>The customer answers in the way he reported; null when this run does not know how.</summary>
    public async Task<string?> AnswerAsync(Guid ticket, CancellationToken ct)
    {
        if (tickets.Of(ticket) is not { Contact: { } contact } story) return null;
        var text = Any(vendor.Book.Say(contact.Entry.Language).Answer);
        if (story.Im) await SendImAsync(contact, text, ct);
        else if (story.Wecom is { } member && wecom is not null) await wecom.WriteAsync(member, text, ct);
        else if (story.Chat is { } session) await SendChatAsync(contact, session, text, ct);
        else if (story.ProgressToken is { } token) await vendor.Gateway.PostAsync($"/api/v1/progress/{token}/messages", new { text }, NewId(), ct);
        else return null;
        return $"{contact.Entry.Name} ({contact.Customer.Name}): {text}";
    }

    private async Task<string> RingAsync(CancellationToken ct)
    {
        var (contact, problem) = Somebody();
        var stranger = chance.Next(10) == 0;
        var call = new Call(NewId(), stranger ? null : contact, problem, stranger ? $"+86 21 5555 09{chance.Next(10, 99)}" : contact.Entry.Phone);
        await SendCallAsync(call, "ringing", null, ct);
        _ringing.Enqueue(call);
        return $"the telephone rings: {call.Contact?.Entry.Name ?? call.From} ({call.Contact?.Customer.Name ?? "?"})";
    }

    private async Task<string> EndCallAsync(CancellationToken ct)
    {
        var call = _ringing.Dequeue();
        var who = call.Contact?.Entry.Name ?? call.From;
        if (chance.Next(100) < 25)
        {
            var missed = await SendCallAsync(call, "missed", null, ct);
            Remember(missed, call);
            return $"missed call from {who}: a callback ticket";
        }
        var agent = Any(vendor.Agents);
        var answered = await SendCallAsync(call, "answered", agent.Name, ct);
        Remember(answered, call);
        if (answered.TicketId is { } ticket)
        {
            var text = call.Problem.In(call.Contact?.Entry.Language ?? "zh-CN");
            await agent.DoAsync(desk => desk.PostAsync<IdView>($"/api/v1/tickets/{ticket}/notes", new { text = $"{text.Subject}: {text.Text}" }, NewId(), ct), ct);
        }
        return $"{agent.Name} answers {who}: {call.Problem.In(call.Contact?.Entry.Language ?? "zh-CN").Subject}";
    }

    private async Task<string> WriteAsync(CancellationToken ct)
    {
        var (contact, problem) = Somebody();
        var text = problem.In(contact.Entry.Language);
        var answer = await SendImAsync(contact, $"{text.Subject}\n{text.Text}", ct);
        if (answer.Created) tickets.Add(answer.TicketId, new KnownTicket(contact, problem, Im: true));
        return $"{contact.Entry.Name} ({contact.Customer.Name}) writes by IM: {text.Subject}";
    }

    /// <summary>WeCom tells nothing of who its members are: an agent says it once, and knows them from then on.</summary>
    private async Task<string> WriteWecomAsync(WecomLine line, CancellationToken ct)
    {
        var (contact, problem) = Somebody();
        var (text, member) = (problem.In(contact.Entry.Language), contact.Entry.Email.Split('@')[0]);
        await line.WriteAsync(member, $"{text.Subject}\n{text.Text}", ct);
        var newest = await vendor.Gateway.GetAsync<ListView<NumberedView>>("/api/v1/tickets?limit=50", ct);
        // Of a member whose ticket is still open, the message has joined that one.
        if (newest.Items.FirstOrDefault(t => t.Subject == text.Subject && t.Channel == "im" && tickets.Of(t.Id) is null) is { } ticket)
        {
            tickets.Add(ticket.Id, new KnownTicket(contact, problem, Wecom: member));
            await Any(vendor.Agents).DoAsync(async desk =>
            {
                await desk.PutAsync($"/api/v1/tickets/{ticket.Id}/sender", new { contactId = contact.Id }, ct);
                return true;
            }, ct);
        }
        return $"{contact.Entry.Name} ({contact.Customer.Name}) writes by WeCom: {text.Subject}";
    }

    /// <summary>A visitor of the vendor's site, which knows him and says so, signed.</summary>
    private async Task<string> ChatAsync(CancellationToken ct)
    {
        var (contact, problem) = Somebody();
        var text = problem.In(contact.Entry.Language);
        var session = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
        var kept = await SendChatAsync(contact, session, $"{text.Subject}\n{text.Text}", ct);
        var newest = await vendor.Gateway.GetAsync<ListView<NumberedView>>("/api/v1/tickets?limit=50", ct);
        if (newest.Items.FirstOrDefault(t => t.Number == kept.Number) is { } ticket) tickets.Add(ticket.Id, new KnownTicket(contact, problem, Chat: session));
        return $"{contact.Entry.Name} ({contact.Customer.Name}) asks in the web chat: {text.Subject}";
    }

    private async Task<string> ReportAsync(CancellationToken ct)
    {
        var (contact, problem) = Somebody();
        var text = problem.In(contact.Entry.Language);
        var opened = await vendor.Gateway.PostAsync<OpenedTicketView>("/api/v1/tickets", new
        {
            subject = text.Subject,
            text = text.Text,
            contactId = contact.Id,
            productId = vendor.Products[problem.Product],
            assetId = vendor.Assets.TryGetValue((contact.CustomerId, problem.Product), out var asset) ? asset : (Guid?)null,
            module = problem.Module,
            category = problem.Category,
            impact = problem.Impact,
            urgency = problem.Urgency,
            channel = "portal",
            workType = problem.Zh.Subject.Contains("保养", StringComparison.Ordinal) ? "maintenance" : "support",
        }, NewId(), ct);
        tickets.Add(opened.Id, new KnownTicket(contact, problem, ProgressToken: opened.ProgressUrl.Split('/')[^1]));
        return $"{contact.Entry.Name} ({contact.Customer.Name}) reports in the portal: {text.Subject}";
    }

    private Task<ImAnswer> SendImAsync(CustomerContact contact, string text, CancellationToken ct) =>
        vendor.Gateway.SendWebhookAsync<ImAnswer>(vendor.Im, NewId(), new
        {
            conversationId = $"demo-{contact.Id:N}",
            from = new { id = contact.Entry.Email, name = contact.Entry.Name, email = contact.Entry.Email, phone = contact.Entry.Phone, language = contact.Entry.Language },
            text,
            sentAt = clock.GetUtcNow(),
        }, ct);

    private Task<ChatAnswer> SendChatAsync(CustomerContact contact, string session, string text, CancellationToken ct) =>
        vendor.Gateway.SendChatAsync<ChatAnswer>(vendor.Chat, session, new
        {
            clientId = NewId(),
            text,
            language = contact.Entry.Language,
            identity = WebhookSigner.Identity(vendor.Chat.Secret, new
            {
                id = contact.Entry.Email, name = contact.Entry.Name, email = contact.Entry.Email, language = contact.Entry.Language, exp = clock.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds(),
            }),
        }, ct);

    private Task<CallAnswer> SendCallAsync(Call call, string what, string? agent, CancellationToken ct) =>
        vendor.Gateway.SendWebhookAsync<CallAnswer>(vendor.Telephone, NewId(), new
        {
            callId = call.Id,
            @event = what,
            from = call.From,
            to = "+86 21 5555 0000",
            at = clock.GetUtcNow(),
            agent = agent is null ? null : new { name = agent },
        }, ct);

    private void Remember(CallAnswer answer, Call call)
    {
        if (answer.TicketId is { } ticket) tickets.Add(ticket, new KnownTicket(call.Contact, call.Problem));
    }

    /// <summary>Some contact with a problem that one of its customer's products can have.</summary>
    private (CustomerContact Contact, ProblemEntry Problem) Somebody()
    {
        var contact = Any(vendor.Contacts);
        return (contact, Any([.. vendor.Book.Problems.Where(p => contact.Customer.Products.Contains(p.Product))]));
    }

    private T Any<T>(IReadOnlyList<T> choices) => choices[chance.Next(choices.Count)];

    private static string NewId() => Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture);

    private sealed record Call(string Id, CustomerContact? Contact, ProblemEntry Problem, string From);

    private sealed record CallAnswer(Guid? TicketId);

    private sealed record ChatAnswer(string Number);

    private sealed record NumberedView(Guid Id, string Number, string Subject, string Channel);

    private sealed record ImAnswer(Guid TicketId, bool Created);
}
