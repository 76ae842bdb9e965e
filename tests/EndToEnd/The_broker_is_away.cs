using System.Diagnostics;
using System.Net.Http.Json;
using ServiceMesh.Testing;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.EndToEnd;

/// <summary>Without the broker everything is still taken; with it again everything flows on, each thing once.</summary>
[Collection(Phase.Faults)]
public sealed class The_broker_is_away(Mesh mesh)
{
    // Longer than the gateway's probes take to call a service unwell.
    private const int Rounds = 16;
    private static readonly string[] s_agent = ["agent"];
    private static readonly TimeSpan s_pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tickets_messages_and_calls_are_taken_without_it_and_flow_on_with_it()
    {
        await Storage.AtRestAsync(mesh);
        var (registered, dispatched) = (await TicketsAsync("intake"), await TicketsAsync("dispatch"));
        var key = (await mesh.Admin.PostAsync<CreatedKeyView>("/api/v1/api-keys", new { name = $"Broker {Guid.NewGuid():N}", roles = s_agent }, null, Ct)).Key;
        List<Guid> portal, others;
        await mesh.Running.CommandAsync("stop", "messaging");
        try
        {
            (portal, others) = await TakeAsync(key);
            Assert.Equal(dispatched, await TicketsAsync("dispatch"));
        }
        finally
        {
            await mesh.Running.CommandAsync("start", "messaging");
            await mesh.Running.WaitUntilReadyAsync(TimeSpan.FromSeconds(60));
        }

        List<Guid> all = [.. portal, .. others];
        foreach (var id in all)
        {
            await new Ticket(mesh, id).BecomesAsync("assigned");
            await Eventually.Async(async () => (await mesh.Staff.GetAsync<BoardRowView>($"/api/v1/work/{id}", Ct)).Clocks.Count == 3, what: "the ticket's three clocks");
        }
        var numbers = new Dictionary<Guid, string>();
        foreach (var id in all) numbers[id] = (await mesh.Staff.GetAsync<BoardRowView>($"/api/v1/work/{id}", Ct)).Number;
        await Eventually.Async(async () => await AllMailedAsync(mesh.Vendor.EngineerEmail, numbers, all) && await AllMailedAsync(mesh.Vendor.ContactEmail, numbers, portal), what: "each has its mails");
        await Storage.AtRestAsync(mesh);
        Assert.Equal((registered + all.Count, dispatched + all.Count), (await TicketsAsync("intake"), await TicketsAsync("dispatch")));
        await EachOnceAsync(numbers, portal);
    }

    /// <summary>A ticket, a message and a call in each round; every one is answered 2xx in time.</summary>
    private async Task<(List<Guid> Portal, List<Guid> Others)> TakeAsync(string key)
    {
        using var visitor = new Visitor(mesh, key);
        using var pace = new PeriodicTimer(s_pace);
        var (portal, others) = (new List<Guid>(), new List<Guid>());
        for (var round = 0; round < Rounds; round++)
        {
            var ticket = $$"""{"subject":"Nobody listens","contactId":"{{mesh.Vendor.ContactId}}","productId":"{{mesh.Vendor.ProductId}}"}""";
            portal.Add((await InTimeAsync(() => visitor.SendAsync(HttpMethod.Post, "/api/v1/tickets", Visitor.Json(ticket)))).Json.GetProperty("id").GetGuid());
            var message = $$"""{"conversationId":"away-{{Guid.NewGuid():N}}","from":{"id":"u-7","email":"{{mesh.Vendor.ContactEmail}}"},"text":"Nobody answers"}""";
            others.Add((await InTimeAsync(() => visitor.SendWebhookAsync(mesh.Vendor.Im, $"{Guid.NewGuid()}", message))).Json.GetProperty("ticketId").GetGuid());
            var call = $$"""{"callId":"away-{{Guid.NewGuid():N}}","event":"missed","from":"{{mesh.Vendor.ContactPhone}}","to":"+864008001234"}""";
            portal.Add((await InTimeAsync(() => visitor.SendWebhookAsync(mesh.Vendor.Hotline, $"{Guid.NewGuid()}", call))).Json.GetProperty("ticketId").GetGuid());
            await pace.WaitForNextTickAsync(Ct);
        }
        return (portal, others);
    }

    private static async Task<Answer> InTimeAsync(Func<Task<Answer>> send)
    {
        var clock = Stopwatch.StartNew();
        var answer = await send();
        Assert.True(answer.Status is >= 200 and < 300 && clock.Elapsed < s_patience, $"{answer} after {clock.Elapsed.TotalSeconds:0.00} s");
        return answer;
    }

    /// <summary>Counted where it is stored and where it arrived: nobody is assigned, clocked or written to twice.</summary>
    private async Task EachOnceAsync(Dictionary<Guid, string> numbers, List<Guid> acknowledgedByMail)
    {
        var customer = await MailsAsync(mesh.Vendor.ContactEmail);
        var engineer = await MailsAsync(mesh.Vendor.EngineerEmail);
        foreach (var (id, number) in numbers)
        {
            var items = await new Ticket(mesh, id).TimelineAsync();
            foreach (var once in new[] { "TicketOpened", "TicketTriaged", "TicketAssigned" })
                Assert.True(items.Count(i => i.Type == once) == 1, $"{items.Count(i => i.Type == once)} x {once}");
            foreach (var stream in items.GroupBy(i => i.Publisher).Where(s => s.Key is "intake" or "dispatch" or "sla"))
                Assert.Equal(Enumerable.Range(1, stream.Count()).Select(n => (long)n), stream.Select(i => i.Sequence).Order());
            Assert.Single(engineer, m => m.Contains(number, StringComparison.Ordinal));
            if (acknowledgedByMail.Contains(id)) Assert.Single(customer, m => m.Contains(number, StringComparison.Ordinal));
            else Assert.InRange(customer.Count(m => m.Contains(number, StringComparison.Ordinal)), 0, 1);
        }
    }

    private async Task<bool> AllMailedAsync(string to, Dictionary<Guid, string> numbers, List<Guid> tickets)
    {
        var mails = await MailsAsync(to);
        return tickets.TrueForAll(id => mails.Exists(m => m.Contains(numbers[id], StringComparison.Ordinal)));
    }

    private async Task<List<string>> MailsAsync(string to) =>
        [.. (await mesh.Sink.GetFromJsonAsync<ListView<SinkMail>>($"/mails?to={Uri.EscapeDataString(to)}", Ct))!.Items.Select(m => $"{m.Subject}\n{m.Text}")];

    private Task<long> TicketsAsync(string service) => Storage.CountAsync(mesh, service, "SELECT count(*) FROM tickets");

    private sealed record SinkMail(string Subject, string Text);
}
