using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceMesh.Dispatch.Board;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Board;

public sealed class Counters_of_the_board(DispatchApp app)
{
    [Fact]
    public async Task Agree_with_the_tickets_after_much_at_once_and_summing_up()
    {
        var vendor = app.NewVendor();
        var source = app.Services.GetRequiredService<NpgsqlDataSource>();
        var team = await vendor.TeamAsync("Desk");
        var erp = await vendor.TeamAsync("ERP", "finance");
        await vendor.EngineerAsync("Li", team);
        var tickets = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => vendor.OpenAsync(i % 3 == 0 ? "finance" : null)));
        await Task.WhenAll(tickets.Select(async (ticket, i) =>
        {
            if (i % 4 == 1) await vendor.ActAsync(ticket, "pause", new { reason = "scheduled" });
            if (i % 4 == 2) await vendor.ActAsync(ticket, "assign", new { teamId = erp });
            if (i % 4 == 3) await vendor.ActAsync(ticket, "cancel", new { reason = "Duplicate" });
            if (i % 8 == 0) await TallyFolding.FoldAsync(source, TestContext.Current.CancellationToken);
        }));
        await Eventually.Async(() => SummedUpAsync(source, vendor), what: "every pair of opposite rows is gone");

        foreach (var filter in new[] { "", $"team={team}", $"team={erp}" })
        {
            var board = await vendor.GetAsync($"/api/v1/board?limit=200&{filter}");
            var shown = board.GetProperty("items").EnumerateArray().CountBy(r => r.GetProperty("state").GetString()!).ToDictionary();
            foreach (var state in new[] { "open", "assigned", "inProgress", "waiting", "resolved" })
                Assert.Equal(shown.GetValueOrDefault(state), board.GetProperty("counts").GetProperty(state).GetInt32());
        }
    }

    private static async Task<bool> SummedUpAsync(NpgsqlDataSource source, Vendor vendor)
    {
        await TallyFolding.FoldAsync(source, TestContext.Current.CancellationToken);
        await using var rows = source.CreateCommand("SELECT count(*) FROM board_tallies WHERE tenant = $1 AND n <= 0");
        rows.Parameters.Add(new NpgsqlParameter<string> { TypedValue = vendor.Tenant });
        return await rows.ExecuteScalarAsync(TestContext.Current.CancellationToken) is 0L;
    }
}
