using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceMesh.Contracts;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Board;

public sealed class The_board(DispatchApp app)
{
    [Theory]
    [InlineData("due")]
    [InlineData("opened")]
    [InlineData("updated")]
    public async Task Is_read_page_by_page_without_gaps_or_repeats(string sort)
    {
        var vendor = app.NewVendor();
        var at = DateTimeOffset.UtcNow;
        List<Guid> opened = [];
        for (var i = 0; i < 7; i++)
        {
            // Equal times: the id decides.
            var opening = vendor.Opening() with { OccurredAt = at };
            await app.DeliverAsync(opening);
            opened.Add(opening.AggregateId);
        }

        List<Guid> seen = [];
        string? cursor = null;
        do
        {
            var page = await vendor.GetAsync($"/api/v1/board?sort={sort}&limit=3{(cursor is null ? "" : $"&cursor={cursor}")}");
            seen.AddRange(Ids(page));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);
        Assert.Equal(7, seen.Count);
        Assert.Equal(opened.Order(), seen.Order());
        if (sort == "opened") Assert.Equal(opened.OrderDescending(), seen);
    }

    [Fact]
    public async Task Shows_open_tickets_until_asked_for_others()
    {
        var (vendor, tickets) = await MixedAsync();
        Assert.Equal([tickets["resolved"], tickets["waiting"], tickets["open"]], Ids(await vendor.GetAsync("/api/v1/board?sort=updated")));
        Assert.Equal([tickets["cancelled"], tickets["closed"]], Ids(await vendor.GetAsync("/api/v1/board?open=false")));
        Assert.Equal([tickets["closed"]], Ids(await vendor.GetAsync("/api/v1/board?state=closed")));
        Assert.Equal([tickets["waiting"], tickets["open"]], Ids(await vendor.GetAsync("/api/v1/board?state=open,waiting&sort=updated")));
    }

    [Fact]
    public async Task Counts_what_is_open_by_state()
    {
        var (vendor, _) = await MixedAsync();
        var counts = (await vendor.GetAsync("/api/v1/board?state=waiting&limit=1")).GetProperty("counts");
        Assert.Equal(
            (1, 0, 0, 1, 1),
            (Count(counts, "open"), Count(counts, "assigned"), Count(counts, "inProgress"), Count(counts, "waiting"), Count(counts, "resolved")));
    }

    [Fact]
    public async Task Is_narrowed_by_team_engineer_severity_and_text()
    {
        var vendor = app.NewVendor();
        await vendor.TeamAsync("Desk");
        var erp = await vendor.TeamAsync("ERP", "finance");
        var account = Guid.CreateVersion7();
        var li = await vendor.EngineerAsync("Li", erp, account);
        var plain = vendor.Opening() with { Subject = "Nothing 100%_sure" };
        var finance = vendor.Opening(category: "finance") with { Impact = Level.High, Urgency = Level.High, CustomerName = "Südwind 电器" };
        await app.DeliverAsync(plain);
        await app.DeliverAsync(finance);

        async Task<IEnumerable<Guid>> Find(string query, HttpClient? client = null) => Ids(await vendor.GetAsync($"/api/v1/board?{query}", client));
        Guid[] onlyFinance = [finance.AggregateId], onlyPlain = [plain.AggregateId];
        Assert.Equal(onlyFinance, await Find($"team={erp}"));
        Assert.Equal(onlyFinance, await Find($"engineer={li}"));
        using var me = vendor.As(account: account);
        Assert.Equal(onlyFinance, await Find("engineer=me", me));
        Assert.Empty(await Find("engineer=me"));
        Assert.Equal(onlyFinance, await Find("severity=1"));
        Assert.Equal(onlyFinance, await Find("q=südw"));
        Assert.Equal(onlyFinance, await Find($"q={Uri.EscapeDataString("电器")}"));
        Assert.Equal(onlyFinance, await Find($"q={finance.Number[^6..]}"));
        Assert.Equal(onlyPlain, await Find("q=100%25_s"));
        Assert.Empty(await Find("q=100_s"));
        var counts = (await vendor.GetAsync($"/api/v1/board?team={erp}")).GetProperty("counts");
        Assert.Equal((0, 1), (Count(counts, "open"), Count(counts, "assigned")));
    }

    [Fact]
    public async Task Shows_a_row_with_what_the_desk_needs()
    {
        var vendor = app.NewVendor();
        await vendor.OpenAsync();
        var row = Assert.Single((await vendor.GetAsync("/api/v1/board")).GetProperty("items").EnumerateArray());
        Assert.Equal(
            ["id", "number", "subject", "customerName", "channel", "kind", "workType", "severity", "state", "teamId", "teamName", "engineerId",
                "engineerName", "openedAt", "updatedAt", "waitingFor", "clocks", "nextDueAt", "lastCustomerMessageAt", "lastAgentMessageAt", "cycle", "version"],
            row.EnumerateObject().Select(p => p.Name));
        Assert.Equal(TimeSpan.Zero, row.GetProperty("openedAt").GetDateTimeOffset().Offset);
    }

    [Fact]
    public async Task Shows_new_names_on_open_tickets()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var ticket = await vendor.OpenAsync();
        using var client = vendor.As();
        using var renamed = await System.Net.Http.Json.HttpClientJsonExtensions.PutAsJsonAsync(
            client, $"/api/v1/teams/{team}", new { name = "First line" }, TestContext.Current.CancellationToken);
        Assert.True(renamed.IsSuccessStatusCode);
        Assert.Equal("First line", (await vendor.DetailAsync(ticket)).GetProperty("teamName").GetString());
    }

    private async Task<(Vendor Vendor, Dictionary<string, Guid> Tickets)> MixedAsync()
    {
        var vendor = app.NewVendor();
        var tickets = new Dictionary<string, Guid>();
        foreach (var state in new[] { "open", "waiting", "resolved", "closed", "cancelled" }) tickets[state] = await vendor.OpenAsync();
        await vendor.ActAsync(tickets["waiting"], "pause", new { reason = "scheduled" });
        await vendor.ActAsync(tickets["resolved"], "resolve", new { resolution = "Done" });
        await vendor.ActAsync(tickets["closed"], "resolve", new { resolution = "Done" });
        await vendor.ActAsync(tickets["closed"], "close");
        await vendor.ActAsync(tickets["cancelled"], "cancel", new { reason = "Duplicate" });
        return (vendor, tickets);
    }

    private static IEnumerable<Guid> Ids(JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetGuid())];

    [Theory]
    [InlineData("ix_ticket_texts_text", "gin_trgm_ops")]
    [InlineData("ix_tickets_open_engineer_due", "(tenant, engineer_id, due_key, id) WHERE")]
    public async Task Has_an_index_for_its_text_search_and_an_engineers_page(string name, string what)
    {
        await using var find = app.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            $"SELECT i.indexdef FROM pg_indexes i JOIN pg_index x ON x.indexrelid = i.indexname::regclass AND x.indisvalid WHERE i.indexname = '{name}'");
        Assert.Contains(what, (string?)await find.ExecuteScalarAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static int Count(JsonElement counts, string name) => counts.GetProperty(name).GetInt32();
}
