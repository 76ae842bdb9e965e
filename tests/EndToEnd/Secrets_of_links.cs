using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Testing;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.EndToEnd;

/// <summary>Whoever gets hold of every database, of all that passed the broker and of the logs can open no customer's link with it.</summary>
[Collection(Phase.Work)]
public sealed partial class Secrets_of_links(Mesh mesh)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Are_in_no_database_no_queue_and_no_log_and_scanners_that_open_them_store_nothing()
    {
        await using var wire = await Wiretap.OnAsync(mesh.Running.Broker);
        List<string> secrets = [.. await ByMailAsync(), .. await InAConversationAsync()];
        Assert.Equal(6, secrets.Distinct().Count());
        Assert.All(secrets, s => Assert.True(s.Length >= 32, s));
        await Storage.AtRestAsync(mesh);

        // That the search finds things: the hashes by which two links of surveys are known.
        var hashes = new[] { secrets[0], secrets[3] }.Select(LinkTokens.Hash).ToList();
        Assert.Contains("survey: public.survey_links", await Storage.HoldersAsync(mesh, hashes));
        string[] forms = [.. secrets, .. secrets.Select(s => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(s))), .. secrets.Select(s => Convert.ToBase64String(Encoding.UTF8.GetBytes(s))), mesh.Running.LinksKey];
        Assert.Empty(await Storage.HoldersAsync(mesh, forms));

        var passed = await wire.TakeAsync();
        Assert.Contains("sealedToken", passed, StringComparison.Ordinal);
        Assert.DoesNotContain(forms, f => passed.Contains(f, StringComparison.Ordinal));
        Assert.DoesNotContain(mesh.Running.Logs(), l => forms.Any(f => l.Line.Contains(f, StringComparison.Ordinal)));

        await Storage.StaysAsync(mesh, new Visitor(mesh), scanner => ScanAsync(scanner, [.. secrets.Zip(["s", "p", "u", "s", "p", "s"], (secret, kind) => $"/{kind}/{secret}")]));

        // They were the true ones, and who looked first has used none of them up.
        using var customer = new GatewayClient(mesh.Running.Gateway);
        foreach (var survey in new[] { secrets[0], secrets[3], secrets[5] })
            Assert.Contains("<form", await customer.GetPageAsync($"/s/{survey}", Ct), StringComparison.Ordinal);
        foreach (var progress in new[] { secrets[1], secrets[4] })
            await customer.GetAsync<JsonElement>($"/api/v1/progress/{progress}", Ct);
    }

    /// <summary>What the scanners of mail servers do with each link before its reader sees it.</summary>
    private static async Task ScanAsync(Visitor scanner, IReadOnlyList<string> links)
    {
        for (var time = 0; time < 20; time++)
        {
            foreach (var link in links)
            {
                Assert.Equal(200, (await scanner.SendAsync(HttpMethod.Get, link)).Status);
                var head = (await scanner.SendAsync(HttpMethod.Head, link)).Status;
                Assert.True(head == 200, $"HEAD {link[..3]}: {head}");
                var options = (await scanner.SendAsync(HttpMethod.Options, link)).Status;
                Assert.True(options < 500 && options != 429, $"OPTIONS {link[..3]}: {options}");
            }
        }
    }

    /// <summary>The survey's, the progress page's and the unsubscription's secret.</summary>
    private async Task<IReadOnlyList<string>> ByMailAsync()
    {
        var opened = await mesh.Staff.PostAsync<OpenedTicketView>(
            "/api/v1/tickets", new { subject = "Links by mail", customerId = mesh.Vendor.CustomerId, contactId = mesh.Vendor.ContactId, productId = mesh.Vendor.ProductId }, Guid.NewGuid().ToString(), Ct);
        var ticket = new Ticket(mesh, opened.Id);
        var acknowledgement = await ticket.MailAsync(mesh.Vendor.ContactEmail, opened.Number, "/p/");
        Assert.Equal(new Uri(opened.ProgressUrl).AbsolutePath, Ticket.LinkIn(acknowledgement, "p"));
        await CloseAsync(ticket);
        var invitation = await ticket.InvitationAsync(mesh.Vendor.ContactEmail, opened.Number);
        return [Ticket.LinkIn(invitation, "s")[3..], Ticket.LinkIn(acknowledgement, "p")[3..], Ticket.LinkIn(invitation, "u")[3..]];
    }

    /// <summary>Survey and progress page of somebody who has no address: the links go into their IM conversation. And the survey's that staff show as a QR code.</summary>
    private async Task<IReadOnlyList<string>> InAConversationAsync()
    {
        var hook = $"links-{Guid.NewGuid():N}";
        var channel = await mesh.Staff.PostAsync<JsonElement>(
            "/api/v1/channels", new { kind = "im", name = hook, outboundUrl = new Uri(mesh.Sink.BaseAddress!, $"hooks/{hook}").ToString(), language = "en" }, null, Ct);
        var access = new ChannelAccess(channel.GetProperty("id").GetGuid(), "im", channel.GetProperty("secret").GetString()!);
        var opened = await mesh.Staff.SendWebhookAsync<JsonElement>(
            access, Guid.NewGuid().ToString(), new { conversationId = hook, from = new { id = hook, name = "Zhao" }, text = "Links in a conversation" }, Ct);
        var ticket = new Ticket(mesh, opened.GetProperty("ticketId").GetGuid());
        var progress = await SaidAsync(hook, "p");
        await CloseAsync(ticket);
        var survey = await SaidAsync(hook, "s");
        return [survey, progress, await QrAsync(ticket.Id)];
    }

    private static async Task CloseAsync(Ticket ticket)
    {
        await ticket.BecomesAsync("assigned");
        await ticket.DoAsync("resolve", new { resolution = "Restarted" });
        await ticket.DoAsync("close");
    }

    private async Task<string> QrAsync(Guid ticket)
    {
        var survey = (await mesh.Staff.GetAsync<ListView<IdView>>($"/api/v1/surveys?ticketId={ticket}", Ct)).Items.Single().Id;
        var code = await mesh.Staff.PostAsync<JsonElement>($"/api/v1/surveys/{survey}/qr", new { }, null, Ct);
        return QrReader.Read(code.GetProperty("svg").GetString()!).Split("/s/")[1];
    }

    private async Task<string> SaidAsync(string hook, string kind) => await Eventually.Async<string>(async () =>
    {
        var said = await mesh.Sink.GetFromJsonAsync<JsonElement>($"/hooks/{hook}", Ct);
        return said.GetProperty("items").EnumerateArray().Select(i => Link().Match(i.GetProperty("body").GetString()!))
            .FirstOrDefault(m => m.Success && m.Groups[1].Value == kind)?.Groups[2].Value;
    }, what: $"a /{kind}/ link in the conversation");

    [GeneratedRegex(@"/([a-z])/([A-Za-z0-9_\-]{20,})")]
    private static partial Regex Link();
}
