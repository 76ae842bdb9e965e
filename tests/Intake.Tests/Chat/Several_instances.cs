using Microsoft.AspNetCore.Mvc.Testing;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Testing;

namespace ServiceMesh.Intake.Tests.Chat;

/// <summary>A visitor talks to one instance, staff to another; Redis carries news and typing between them.</summary>
public sealed class Several_instances
{
    [Fact]
    public async Task Hear_of_each_other_at_once()
    {
        var redis = ("ConnectionStrings:redis", await TestRedis.ConnectionStringAsync());
        await using var here = await IntakeHost.StartOwnAsync(redis);
        using var there = here.Start(redis);
        var vendor = await Vendor.CreateAsync(here);
        var (visitor, _) = await Visitor.OnAsync(vendor);
        await visitor.SayAsync("Hello");
        var ticket = Assert.Single(await here.EventsAsync<TicketOpened>(vendor.Tenant)).TicketId!.Value;
        using var line = await visitor.ConnectAsync(here.Server);
        var staff = Staff(there, vendor.Tenant);

        // Typing is only ever told through Redis: nothing in the database would show it.
        await Eventually.Async(async () => (await staff.FetchAsync($"/api/v1/tickets/{ticket}/chat")).GetProperty("online").GetBoolean(), TimeSpan.FromSeconds(60), "the other instance knows that the visitor is there");
        // It is known for six seconds only: as the widget does, he goes on saying so.
        await Eventually.Async(async () =>
        {
            await line.InvokeAsync("Typing");
            return (await staff.FetchAsync($"/api/v1/tickets/{ticket}/chat")).GetProperty("typing").GetBoolean();
        }, TimeSpan.FromSeconds(60), "the other instance knows that the visitor is typing");
        await staff.PostAsync($"/api/v1/tickets/{ticket}/typing", new { }, 204);
        Assert.Contains("Wang Fang", await line.UntilAsync("\"Typing\""), StringComparison.Ordinal);
        await staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text = "Hi" });
        await line.UntilAsync("\"News\"");
        Assert.Equal([("customer", "Hello"), ("agent", "Hi")], Visitor.Said(await visitor.NewsAsync()));
    }

    private static HttpClient Staff(WebApplicationFactory<IntakeDb> instance, string tenant)
    {
        var client = instance.CreateClient();
        client.DefaultRequestHeaders.Add(TestIdentity.Header, TestIdentity.Token("intake", tenant, name: "Wang Fang", roles: ["agent"]));
        return client;
    }
}
