using System.Text.Json;
using ServiceMesh.Testing;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.EndToEnd;

/// <summary>
/// A canary: somebody with a name, an address and a number that nobody else has comes by the hotline, by mail, by IM and by the API, writes, answers a survey and is called.
/// After their erasure no table of any service, no answer of any API and no log holds any of it, and the record still verifies.
/// </summary>
[Collection(Phase.Work)]
public sealed class Erased_people(Mesh mesh)
{
    private static readonly string[] s_customer = ["customer"], s_holders = ["dispatch", "gateway", "insight", "intake", "notification", "survey"];

    private readonly string _mark = Guid.NewGuid().ToString("N")[..10] + "kanari";
    private readonly string _digits = $"13{Random.Shared.NextInt64(100_000_000, 999_999_999)}";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Name => $"Kanari {_mark}";

    private string Email => $"bird.{_mark}@customer.example";

    private string Words => $"I am {Name}, call +86{_digits} or write to {Email}";

    /// <summary>All that would give them away, however it is written.</summary>
    private string[] Forms => [_mark, _mark.ToUpperInvariant(), _digits, Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(_mark))];

    [Fact]
    public async Task Are_nowhere_in_any_service_and_the_record_still_verifies()
    {
        var contact = (await mesh.Staff.PostAsync<IdView>("/api/v1/contacts", new
        {
            customerId = mesh.Vendor.CustomerId, name = Name, email = Email, phones = new[] { $"+86{_digits}" }, language = "en",
        }, Guid.NewGuid().ToString(), Ct)).Id;
        await mesh.Admin.PostAsync("/api/v1/accounts", new
        {
            email = $"login.{_mark}@customer.example", name = Name, password = "For-tests-only-" + _digits, roles = s_customer, contactId = contact,
        }, Guid.NewGuid().ToString(), Ct);
        List<Guid> tickets = [await CalledAsync(), await WroteInImAsync(), await MailedAsync(), await ToldEverythingAsync(contact)];
        foreach (var ticket in tickets)
            Assert.Equal(contact, (await mesh.Staff.GetAsync<JsonElement>($"/api/v1/tickets/{ticket}", Ct)).GetProperty("contact").GetProperty("id").GetGuid());
        // Nobody is recognised in a mail whose sender is not proven; it holds their address all the same.
        var unproven = await MailedAsync("fail");
        Assert.False((await mesh.Staff.GetAsync<JsonElement>($"/api/v1/tickets/{unproven}", Ct)).TryGetProperty("contact", out var nobody) && nobody.ValueKind == JsonValueKind.Object
            && nobody.TryGetProperty("id", out var known) && known.ValueKind == JsonValueKind.String);
        tickets.Add(unproven);
        await Storage.AtRestAsync(mesh);
        // That the search finds things.
        var before = await Storage.HoldersAsync(mesh, Forms);
        Assert.Equal(s_holders, before.Select(h => h.Split(':')[0]).Distinct().Order(StringComparer.Ordinal));

        await mesh.Staff.PostAsync("/api/v1/insight/record/erasures", new { contactId = contact, reason = "request 17" }, Guid.NewGuid().ToString(), Ct);
        await Storage.AtRestAsync(mesh);

        Assert.Empty(await Storage.HoldersAsync(mesh, Forms));
        string[] read = ["/api/v1/contacts?limit=200", "/api/v1/accounts?limit=200", $"/api/v1/board?q={_mark}", "/api/v1/board?limit=100", "/api/v1/surveys?limit=100", "/api/v1/notifications?limit=100",
            .. tickets.SelectMany(t => new[] { $"tickets/{t}", $"tickets/{t}/messages", $"work/{t}", $"work/{t}/record", $"insight/tickets/{t}/timeline", $"insight/tickets/{t}/record", $"notifications?ticketId={t}",
                $"surveys?ticketId={t}", $"follow-ups?ticketId={t}", $"sla/tickets/{t}" }).Select(p => "/api/v1/" + p)];
        foreach (var path in read)
        {
            var answer = await mesh.Staff.GetPageAsync(path, Ct);
            Assert.True(!Forms.Any(f => answer.Replace($"q={_mark}", "", StringComparison.Ordinal).Contains(f, StringComparison.Ordinal)), $"GET {path} still tells of them: {answer}");
        }

        Assert.DoesNotContain(mesh.Running.Logs(), l => Forms.Any(f => l.Line.Contains(f, StringComparison.Ordinal)));
        Assert.True((await VerifiedAsync()) is { Intact: true, Erased: > 0 });
    }

    private async Task<Guid> CalledAsync()
    {
        var call = $"call-{Guid.NewGuid():N}";
        Task<JsonElement> SendAsync(string what) => mesh.Staff.SendWebhookAsync<JsonElement>(
            mesh.Vendor.Hotline, $"{call}-{what}", new { callId = call, @event = what, from = $"+86{_digits}", to = "+864008001234" }, Ct);
        await SendAsync("ringing");
        return (await SendAsync("missed")).GetProperty("ticketId").GetGuid();
    }

    private async Task<Guid> WroteInImAsync()
    {
        var conversation = $"conversation-{Guid.NewGuid():N}";
        Task<JsonElement> SendAsync(string text) => mesh.Staff.SendWebhookAsync<JsonElement>(
            mesh.Vendor.Im, Guid.NewGuid().ToString(), new { conversationId = conversation, from = new { id = $"u-{_mark}", name = Name, email = Email, phone = $"+86{_digits}", language = "en" }, text }, Ct);
        var ticket = (await SendAsync(Words)).GetProperty("ticketId").GetGuid();
        await SendAsync($"Once more: {Words}");
        return ticket;
    }

    private async Task<Guid> MailedAsync(string spf = "pass")
    {
        var channel = await mesh.Staff.PostAsync<JsonElement>(
            "/api/v1/channels", new { kind = "mail", name = $"Mailbox {Guid.NewGuid():N}", language = "en", settings = new { address = "service@vendor.example" } }, null, Ct);
        using var form = new MultipartFormDataContent
        {
            { new StringContent($"{Name} <{Email}>"), "from" }, { new StringContent("service@vendor.example"), "to" }, { new StringContent($"From {Name}"), "subject" }, { new StringContent(Words), "text" },
            { new StringContent($"Message-ID: <{Guid.NewGuid():N}@mail.example>\n"), "headers" }, { new StringContent(spf), "SPF" },
        };
        var taken = await mesh.Staff.PostContentAsync<JsonElement>(new Uri(channel.GetProperty("webhookUrl").GetString()!).PathAndQuery, form, Ct);
        return taken.GetProperty("ticketId").GetGuid();
    }

    /// <summary>A ticket from its opening to the call after a bad answer.</summary>
    private async Task<Guid> ToldEverythingAsync(Guid contact)
    {
        var opened = await mesh.Staff.PostAsync<OpenedTicketView>(
            "/api/v1/tickets", new { subject = $"For {Name}", text = Words, customerId = mesh.Vendor.CustomerId, contactId = contact, productId = mesh.Vendor.ProductId }, Guid.NewGuid().ToString(), Ct);
        var ticket = new Ticket(mesh, opened.Id);
        await ticket.BecomesAsync("assigned");
        var progress = Ticket.LinkIn(await ticket.MailAsync(Email, opened.Number, "/p/"), "p");
        using var customer = new GatewayClient(mesh.Running.Gateway);
        await customer.PostAsync($"/api/v1/progress/{progress[3..]}/messages", new { text = Words }, null, Ct);
        await ticket.DoAsync("resolve", new { resolution = "Restarted" });
        await ticket.DoAsync("close");
        var survey = Ticket.LinkIn(await ticket.InvitationAsync(Email, opened.Number), "s");
        await customer.PostFormAsync(survey, new Dictionary<string, string> { ["score"] = "1", ["solved"] = "yes", ["comment"] = Words }, Ct);
        var call = await Eventually.Async<IdView>(async () =>
            (await mesh.Staff.GetAsync<ListView<IdView>>($"/api/v1/follow-ups?open=true&ticketId={opened.Id}", Ct)).Items is [var first, ..] ? first : null, what: "a call after the bad answer");
        await mesh.Staff.PostAsync($"/api/v1/follow-ups/{call.Id}/complete", new { outcome = "solved", note = $"{Name} is content", score = 4 }, Guid.NewGuid().ToString(), Ct);
        return opened.Id;
    }

    private async Task<Verified> VerifiedAsync()
    {
        var job = (await mesh.Staff.PostAsync<IdView>("/api/v1/insight/record/verifications", new { }, null, Ct)).Id;
        return await Eventually.Async<Verified>(async () =>
        {
            var now = await mesh.Staff.GetAsync<JsonElement>($"/api/v1/insight/jobs/{job}", Ct);
            return now.GetProperty("state").GetString() is "done" or "failed" ? now.GetProperty("result").Deserialize<Verified>(JsonSerializerOptions.Web) : null;
        }, what: "the record is verified");
    }

    private sealed record Verified(bool Intact, long Erased);
}
