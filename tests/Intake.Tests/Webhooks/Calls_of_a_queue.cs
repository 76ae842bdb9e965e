using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Intake.Tests.Webhooks;

/// <summary>What is shown to whom while a call rings.</summary>
public sealed class Calls_of_a_queue(IntakeHost host)
{
    [Fact]
    public async Task Are_shown_to_the_people_of_its_team()
    {
        var vendor = await Vendor.CreateAsync(host);
        var (team, member, outsider) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var queue = await QueueAsync(vendor, team);
        var open = await vendor.AddChannelAsync("cti");
        await queue.CallAsync("1", "ringing", "+86 138 0000 1111");
        await open.CallAsync("2", "ringing", "+86 138 0000 1111");
        // As long as nobody of the team is known here, everybody sees the call: better than nobody.
        Assert.Equal(2, (await RingingAsync(vendor, outsider)).Count);
        await host.DeliverAsync(Engineer(vendor.Tenant, member, team), 1);
        Assert.Equal(2, (await RingingAsync(vendor, member)).Count);
        Assert.Equal(open.Channel, Assert.Single(await RingingAsync(vendor, outsider)).Id("channelId"));
        Assert.Equal(2, (await RingingAsync(vendor, outsider, "?all=true")).Count);
        Assert.Empty(await RingingAsync(vendor, outsider, $"?channelId={queue.Channel}"));
    }

    [Fact]
    public async Task Say_what_the_contract_says_before_anybody_says_hello()
    {
        var vendor = await Vendor.CreateAsync(host);
        var cti = await vendor.AddChannelAsync("cti");
        await vendor.AddContractAsync("K-7", "premium", -10, 10);
        await cti.CallAsync("1", "ringing", "+86 138 0000 1111");
        var cover = Assert.Single(await RingingAsync(vendor, Guid.NewGuid())).GetProperty("cover");
        Assert.Equal(("covered", "K-7", "premium"), (cover.Text("answer"), cover.Text("contractNumber"), cover.Text("serviceLevel")));
    }

    [Fact]
    public async Task Of_an_ambiguous_number_name_everybody_it_could_be_and_pick_nobody()
    {
        var vendor = await Vendor.CreateAsync(host);
        var cti = await vendor.AddChannelAsync("cti");
        var names = new[] { "Wu Gang", "Zhao Min" };
        foreach (var name in names)
            await vendor.AddContactAsync(name, null, "+86 21 5555 0100");
        await cti.CallAsync("1", "ringing", "+86 21 5555 0100");
        var call = Assert.Single(await RingingAsync(vendor, Guid.NewGuid()));
        Assert.Equal(("ambiguous", true, true), (call.Text("callerMatch"), call.IsNull("customer"), call.IsNull("cover")));
        Assert.Equal(names, call.GetProperty("candidates").EnumerateArray().Select(c => c.Text("name")));
    }

    private async Task<Platform> QueueAsync(Vendor vendor, Guid team)
    {
        var channel = await vendor.Staff.PostAsync("/api/v1/channels", new { kind = "cti", name = "Shanghai", settings = new { teamId = $"{team}" } });
        return new Platform(host.Anonymous(), channel.Id(), channel.Text("secret"));
    }

    private async Task<List<System.Text.Json.JsonElement>> RingingAsync(Vendor vendor, Guid account, string query = "")
    {
        using var client = host.Anonymous();
        client.DefaultRequestHeaders.Add(TestIdentity.Header, TestIdentity.Token("intake", vendor.Tenant, sub: $"{account}", roles: ["agent"]));
        return (await client.FetchAsync($"/api/v1/calls/ringing{query}")).Items();
    }

    private static EngineerChanged Engineer(string tenant, Guid account, Guid team) => new()
    {
        Tenant = tenant, OccurredAt = DateTimeOffset.UtcNow, By = Actor.System, EngineerId = Guid.NewGuid(), Name = "Chen", Language = "zh-CN", TeamIds = [team], Skills = [], Active = true,
        AccountId = account,
    };
}
