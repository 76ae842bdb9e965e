using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Intake.Tests.Platforms;

public sealed class Late_answers_on_WeChat(IntakeHost host)
{
    [Fact]
    public async Task Go_as_a_template_message_and_arrive_when_WeChat_says_so()
    {
        var (vendor, wechat, ticket) = await LateAsync();
        Assert.True((await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}")).GetProperty("reply").GetProperty("lateAsTemplate").GetBoolean());
        var id = wechat.NextTemplate;
        await SayAsync(vendor, ticket, "We have found it.\nPlease restart the print server and tell us.");
        await Eventually.Async(async () => (await DeliveryAsync(vendor, ticket, 0)).Reason == "as-template", what: "the template message is accepted");
        Assert.Empty(wechat.Delivered);
        Assert.Empty(await host.EventsAsync<MessageDelivered>(vendor.Tenant));
        Assert.Equal("pending", (await DeliveryAsync(vendor, ticket, 0)).State);
        var sent = Assert.Single(wechat.Templates);
        var data = sent.GetProperty("data");
        Assert.Equal(("c1", "We have found it. P…", "Help"), (sent.Text("touser"), data.GetProperty("thing3").Text("value"), data.GetProperty("thing2").Text("value")));
        Assert.StartsWith("T-", data.GetProperty("character_string1").Text("value"), StringComparison.Ordinal);
        Assert.Matches(@"\A\d{4}-\d\d-\d\d \d\d:\d\d\z", data.GetProperty("time4").Text("value"));

        // Another account's report and a forged one say nothing; ours does, once.
        var (_, stranger, _) = await LateAsync();
        await ReportAsync(stranger, id, "success");
        using (var forged = wechat.Report("c1", id, "success", DateTimeOffset.UtcNow.AddHours(-1)))
        using (var refused = await host.Anonymous().SendAsync(forged))
            Assert.Equal(401, (int)refused.StatusCode);
        Assert.Equal("pending", (await DeliveryAsync(vendor, ticket, 0)).State);
        for (var time = 0; time < 2; time++)
            await ReportAsync(wechat, id, "success");
        Assert.Equal(("delivered", "as-template"), await DeliveryAsync(vendor, ticket, 0));
        Assert.Single(await host.EventsAsync<MessageDelivered>(vendor.Tenant));
    }

    [Fact]
    public async Task Fail_when_WeChat_says_so_even_before_we_have_written_down_that_it_took_them_and_count_as_sent_when_it_says_nothing()
    {
        var (vendor, wechat, ticket) = await LateAsync();
        await ReportAsync(wechat, wechat.NextTemplate, "failed:user block");
        await SayAsync(vendor, ticket, "One");
        await Eventually.Async(async () => await DeliveryAsync(vendor, ticket, 0) == ("failed", "receiver-gone"), what: "the report that came first counts");
        Assert.Equal("receiver-gone", Assert.Single(await host.EventsAsync<MessageFailed>(vendor.Tenant)).Reason);

        await SayAsync(vendor, ticket, "Two");
        await Eventually.Async(async () => await DeliveryAsync(vendor, ticket, 1) == ("pending", "as-template"), what: "the second is accepted");
        await host.ScalarAsync<string>("UPDATE messaging.timers SET due_at = clock_timestamp() WHERE kind = 'deliver-message' AND tenant = $1 RETURNING key", vendor.Tenant);
        await Eventually.Async(async () => await DeliveryAsync(vendor, ticket, 1) == ("sent", "as-template"), what: "nothing was told of it");
        Assert.Equal(2, wechat.Templates.Count);
        await ReportAsync(wechat, wechat.NextTemplate - 1, "failed: system failed");
        Assert.Equal(("sent", "as-template"), await DeliveryAsync(vendor, ticket, 1));

        wechat.Refusal = Microsoft.AspNetCore.Http.Results.Text("""{"errcode":47003,"errmsg":"argument invalid!"}""", "application/json");
        await SayAsync(vendor, ticket, "Three");
        await Eventually.Async(async () => await DeliveryAsync(vendor, ticket, 2) == ("failed", "template-refused"), what: "the template is refused");
    }

    [Fact]
    public async Task Need_the_template_and_its_fields()
    {
        var vendor = await Vendor.CreateAsync(host);
        var wechat = (SimulatedWechat)host.Platforms.Add("wechat");
        await wechat.ConnectAsync(vendor);
        foreach (var settings in new object[] { new { templateId = "x" }, new { templateFields = "thing1=text" }, new { templateId = "x", templateFields = "thing1=password" } })
            Assert.Equal("channel.setting", (await vendor.Staff.PutAsync($"/api/v1/channels/{wechat.Channel}", new { name = "WeChat", settings }, 400)).Text("code"));
        await vendor.Staff.PutAsync($"/api/v1/channels/{wechat.Channel}", new { name = "WeChat", settings = new { templateId = "x", templateFields = "thing1=text" } });
        await vendor.Staff.PutAsync($"/api/v1/channels/{wechat.Channel}", new { name = "WeChat", settings = new { templateId = (string?)null, templateFields = (string?)null } });
    }

    private async Task ReportAsync(SimulatedWechat wechat, long id, string status)
    {
        using var request = wechat.Report("c1", id, status, DateTimeOffset.UtcNow);
        using var answer = await host.Anonymous().SendAsync(request);
        Assert.Equal((200, "success"), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    private static Task<JsonElement> SayAsync(Vendor vendor, Guid ticket, string text) => vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text });

    /// <summary>How far the message at a place behind the opening got.</summary>
    private static async Task<(string State, string? Reason)> DeliveryAsync(Vendor vendor, Guid ticket, int place)
    {
        var delivery = (await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}/messages")).Items()[place + 1].GetProperty("delivery");
        return (delivery.Text("state"), delivery.GetProperty("reason").GetString());
    }

    /// <summary>A conversation whose 48 hours are over, with a template set up.</summary>
    private async Task<(Vendor Vendor, SimulatedWechat Wechat, Guid Ticket)> LateAsync()
    {
        var vendor = await Vendor.CreateAsync(host);
        var wechat = (SimulatedWechat)host.Platforms.Add("wechat");
        wechat.HasTemplate = true;
        await wechat.ConnectAsync(vendor);
        using var sent = await wechat.SendAsync(host.Anonymous(), new SimulatedMessage("m1", "c1", "Help"));
        await host.ScalarAsync<string>(
            "UPDATE conversations SET last_customer_at = last_customer_at - interval '48 hours' WHERE channel_id = $1 RETURNING tenant", wechat.Channel);
        return (vendor, wechat, (await host.EventsAsync<TicketOpened>(vendor.Tenant))[0].TicketId!.Value);
    }
}
