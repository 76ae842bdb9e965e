using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Intake.Tests.Conversations;

public sealed class Progress_links(IntakeHost host)
{
    private static async Task<(Guid Ticket, string Path)> OpenAsync(Vendor vendor, string? key = null)
    {
        var answer = await vendor.OpenAsync(key: key);
        return (answer.Id(), $"/api/v1/progress/{answer.Text("progressUrl").Split('/')[^1]}");
    }

    [Fact]
    public async Task Show_the_conversation_and_take_replies()
    {
        var vendor = await Vendor.CreateAsync(host);
        var (ticket, path) = await OpenAsync(vendor);
        await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text = "We are on it." });
        await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/notes", new { text = "Secret" });
        var anybody = host.Anonymous();
        await anybody.PostAsync($"{path}/messages", new { text = "Thank you" });
        var conversation = await anybody.FetchAsync($"{path}/conversation");
        Assert.Equal(["It smokes.", "We are on it.", "Thank you"], conversation.Items().Select(m => m.Text("text")));
        Assert.True(conversation.GetProperty("takesReplies").GetBoolean());
        var received = Assert.Single(await host.EventsAsync<CustomerMessageReceived>(vendor.Tenant));
        Assert.Equal((ticket, Channel.Portal, ActorKind.Customer), (received.TicketId!.Value, received.Channel, received.By.Kind));
    }

    [Fact]
    public async Task Name_the_tenants_zone_and_brand()
    {
        var vendor = await Vendor.CreateAsync(host);
        var (_, path) = await OpenAsync(vendor);
        var before = await host.Anonymous().FetchAsync($"{path}/conversation");
        Assert.Equal("Asia/Shanghai", before.Text("timeZone"));
        Assert.True(before.IsNull("brand"));
        await host.DeliverAsync(
            new TenantChanged
            {
                Tenant = vendor.Tenant,
                OccurredAt = DateTimeOffset.UtcNow,
                TenantId = Guid.CreateVersion7(),
                Name = "Südwind GmbH",
                TimeZone = "Europe/Berlin",
                Languages = ["en"],
                Brand = "Südwind Care",
            },
            1);
        var told = await host.Anonymous().FetchAsync($"{path}/conversation");
        Assert.Equal(("Europe/Berlin", "Südwind Care"), (told.Text("timeZone"), told.Text("brand")));
    }

    [Fact]
    public async Task Take_a_reply_once_per_key()
    {
        var vendor = await Vendor.CreateAsync(host);
        var (_, path) = await OpenAsync(vendor);
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => host.Anonymous().PostAsync($"{path}/messages", new { text = "Once" }, key: "k")));
        Assert.Single(answers.Select(a => a.Id()).Distinct());
        Assert.Single(await host.EventsAsync<CustomerMessageReceived>(vendor.Tenant));
    }

    [Fact]
    public async Task Are_stored_only_as_a_hash()
    {
        var vendor = await Vendor.CreateAsync(host);
        var (ticket, path) = await OpenAsync(vendor, key: "kept");
        var row = await host.ScalarAsync<string>("SELECT to_json(t)::text FROM tickets t WHERE id = $1", ticket);
        Assert.DoesNotContain(path.Split('/')[^1], row, StringComparison.Ordinal);
        Assert.DoesNotContain(path.Split('/')[^1], await host.ScalarAsync<string>("SELECT string_agg(body, '') FROM messaging.outbox"), StringComparison.Ordinal);
        var kept = await host.ScalarAsync<string>("SELECT body FROM messaging.idempotency_keys WHERE tenant = $1 AND key = 'kept'", vendor.Tenant);
        Assert.DoesNotContain(path.Split('/')[^1], kept, StringComparison.Ordinal);
        Assert.Equal(path, (await OpenAsync(vendor, key: "kept")).Path);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("%E2%82%AC")]
    public async Task That_are_wrong_are_all_the_same(string token)
    {
        var anybody = host.Anonymous();
        Assert.Equal("progress.not-found", (await anybody.FetchAsync($"/api/v1/progress/{token}/conversation", 404)).Text("code"));
        Assert.Equal("progress.not-found", await anybody.RefusedAsync($"/api/v1/progress/{token}/messages", new { text = "x" }, 404));
    }

    [Fact]
    public async Task Stop_taking_replies_and_then_working_after_closing()
    {
        var vendor = await Vendor.CreateAsync(host);
        var (ticket, path) = await OpenAsync(vendor);
        await host.DeliverAsync(DispatchSays.Closed(vendor.Tenant, ticket, 8), 1);
        Assert.False((await host.Anonymous().FetchAsync($"{path}/conversation")).GetProperty("takesReplies").GetBoolean());
        Assert.Equal("ticket.closed", await host.Anonymous().RefusedAsync($"{path}/messages", new { text = "x" }, 409));
        await host.DeliverAsync(DispatchSays.Closed(vendor.Tenant, ticket, 31), 2);
        Assert.Equal("progress.not-found", (await host.Anonymous().FetchAsync($"{path}/conversation", 404)).Text("code"));
    }

    [Fact]
    public async Task Take_only_so_many_replies()
    {
        var vendor = await Vendor.CreateAsync(host);
        var (_, path) = await OpenAsync(vendor);
        for (var i = 0; i < 10; i++)
            await host.Anonymous().PostAsync($"{path}/messages", new { text = $"{i}" });
        Assert.Equal("progress.too-many", await host.Anonymous().RefusedAsync($"{path}/messages", new { text = "x" }, 429));
    }
}
