using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ServiceMesh.Contracts;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Teams_and_engineers;

public sealed class Teams_and_engineers(DispatchApp app)
{
    [Fact]
    public async Task The_first_team_is_the_default_until_another_is_made_it()
    {
        var vendor = app.NewVendor();
        var desk = await vendor.TeamAsync("Desk");
        var erp = await vendor.TeamAsync("ERP");
        Assert.Equal([true, false], await DefaultsAsync(vendor));
        Assert.Equal("team.default-required", await vendor.ProblemAsync(
            HttpStatusCode.Conflict, HttpMethod.Put, $"/api/v1/teams/{desk}", new { name = "Desk", isDefault = false }));
        using var client = vendor.As();
        using var changed = await client.PutAsJsonAsync($"/api/v1/teams/{erp}", new { name = "ERP", isDefault = true }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal([false, true], await DefaultsAsync(vendor));
        await vendor.PostAsync("/api/v1/teams", new { name = "Field", isDefault = true });
        Assert.Equal([false, false, true], await DefaultsAsync(vendor));
        Assert.Equal("team.name-taken", await vendor.ProblemAsync(HttpStatusCode.Conflict, HttpMethod.Post, "/api/v1/teams", new { name = "ERP" }));
        Assert.Equal(["Desk", "ERP", "ERP", "Field"], (await vendor.PublishedAsync<TeamChanged>()).Select(t => t.Name));
    }

    [Fact]
    public async Task An_engineer_is_told_with_teams_and_skills()
    {
        var vendor = app.NewVendor();
        var desk = await vendor.TeamAsync("Desk");
        var erp = await vendor.TeamAsync("ERP");
        var li = await vendor.EngineerAsync("Li", desk, null, "SAP-FI", "sap-fi", "Printing");
        using var client = vendor.As();
        using var changed = await client.PutAsJsonAsync(
            $"/api/v1/engineers/{li}", new { name = "Li Wei", language = "zh-CN", teamIds = new[] { erp } }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Collection(
            await vendor.PublishedAsync<EngineerChanged>(),
            e => Assert.Equal((2, desk), (e.Skills.Count, Assert.Single(e.TeamIds))),
            e => Assert.Equal(("Li Wei", "zh-CN", erp, 0), (e.Name, e.Language, Assert.Single(e.TeamIds), e.Skills.Count)));
    }

    [Fact]
    public async Task Engineers_are_listed_page_by_page_with_their_open_tickets()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        List<Guid> made = [];
        foreach (var name in new[] { "Li", "Bo", "Cy" }) made.Add(await vendor.EngineerAsync(name, team));
        for (var i = 0; i < 4; i++) await vendor.OpenAsync();
        var first = await vendor.GetAsync($"/api/v1/engineers?limit=2&team={team}");
        var second = await vendor.GetAsync($"/api/v1/engineers?limit=2&team={team}&cursor={first.GetProperty("next").GetString()}");
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
        var all = first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).ToList();
        Assert.Equal(made, all.Select(e => e.GetProperty("id").GetGuid()));
        Assert.Equal(4, all.Sum(e => e.GetProperty("openTickets").GetInt32()));
    }

    [Fact]
    public async Task An_account_is_one_engineer()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var account = Guid.CreateVersion7();
        await vendor.EngineerAsync("Li", team, account);
        Assert.Equal("engineer.account-taken", await vendor.ProblemAsync(
            HttpStatusCode.Conflict, HttpMethod.Post, "/api/v1/engineers", new { name = "Bo", language = "en", accountId = account }));
    }

    [Fact]
    public async Task An_account_that_changes_takes_its_engineer_along()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var li = await vendor.EngineerAsync("Li", team);
        var ticket = await vendor.OpenAsync();
        var account = Account(vendor, Guid.CreateVersion7(), 1) with { Email = "LI@example.com", Name = "Li Wei", Language = "zh-CN" };
        await app.DeliverAsync(account);
        var engineer = await FindAsync(vendor, li);
        Assert.Equal((account.AccountId, "Li Wei"), (engineer.GetProperty("accountId").GetGuid(), engineer.GetProperty("name").GetString()));
        Assert.Equal("Li Wei", (await vendor.DetailAsync(ticket)).GetProperty("engineerName").GetString());

        await app.DeliverAsync(account with { Active = false, Stream = account.Stream! with { Sequence = 3 } });
        await app.DeliverAsync(account with { Name = "Too late", Stream = account.Stream! with { Sequence = 2 } });
        engineer = await FindAsync(vendor, li);
        Assert.Equal((false, "Li Wei"), (engineer.GetProperty("active").GetBoolean(), engineer.GetProperty("name").GetString()));
        Assert.Equal(3, (await vendor.PublishedAsync<EngineerChanged>()).Count);
    }

    [Fact]
    public async Task An_account_that_was_there_before_its_engineer_is_found_by_email()
    {
        var vendor = app.NewVendor();
        var account = Account(vendor, Guid.CreateVersion7(), 1);
        await app.DeliverAsync(account);
        var made = await vendor.PostAsync("/api/v1/engineers", new { name = "Li", language = "en", email = "Li@Example.com" });
        Assert.Equal(account.AccountId, made.GetProperty("accountId").GetGuid());
    }

    private static AccountChanged Account(Vendor vendor, Guid id, long sequence) => new()
    {
        Tenant = vendor.Tenant, OccurredAt = DateTimeOffset.UtcNow, AccountId = id, Name = "Li", Email = "li@example.com", Roles = ["engineer"],
        Language = "en", Active = true, Stream = new StreamPosition("gateway", id, sequence),
    };

    private static async Task<JsonElement> FindAsync(Vendor vendor, Guid id) =>
        (await vendor.GetAsync("/api/v1/engineers")).GetProperty("items").EnumerateArray().Single(e => e.GetProperty("id").GetGuid() == id);

    private static async Task<IEnumerable<bool>> DefaultsAsync(Vendor vendor) =>
        [.. (await vendor.GetAsync("/api/v1/teams")).GetProperty("items").EnumerateArray().Select(t => t.GetProperty("isDefault").GetBoolean())];
}
