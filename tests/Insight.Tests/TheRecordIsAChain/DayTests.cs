using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServiceMesh.Insight.Record.Heads;

namespace ServiceMesh.Insight.Tests.TheRecordIsAChain;

public sealed class DayTests(InsightHost insight)
{
    private readonly string _tenant = InsightHost.NewTenant();

    [Fact]
    public async Task A_day_is_signed_once_and_nothing_arrives_on_it_any_more()
    {
        await insight.DeliverAsync(Keeper.Tickets(_tenant, 2));
        await insight.CloseTodayAsync(_tenant);
        var today = DateOnly.FromDateTime(await insight.NowAsync());
        await insight.DeliverAsync(Keeper.Tickets(_tenant, 1));
        await insight.CloseTodayAsync(_tenant);

        var head = Assert.Single((await insight.GetAsync(_tenant, "/api/v1/insight/record/heads")).GetProperty("items").EnumerateArray());
        Assert.Equal(16, head.GetProperty("position").GetInt64());
        // On midnight of the next day at the earliest, however early the process's work began.
        Assert.Equal(0L, await insight.ScalarAsync(
            $"SELECT count(*) FROM timeline WHERE tenant = $1 AND position > 16 AND arrived_at < '{today.AddDays(1).ToString("O", CultureInfo.InvariantCulture)} 00:00Z'", _tenant));
        Assert.True((await insight.VerifyAsync(_tenant)).Intact);
    }

    [Fact]
    public async Task Days_that_passed_while_nobody_looked_are_closed_each_at_its_own_end()
    {
        await insight.DeliverAsync(Keeper.Tickets(_tenant, 3));
        // As if they had come over three days; the hashes are not looked at here.
        await insight.TamperAsync(_tenant, "UPDATE timeline SET arrived_at = arrived_at - make_interval(days => 3 - (position / 10)::int) WHERE tenant = $1");
        var closing = insight.Services.GetRequiredService<DayClosing>();
        var today = DateOnly.FromDateTime(await insight.NowAsync());

        Assert.Equal(3, await closing.CloseAsync(_tenant, today.AddDays(1), TestContext.Current.CancellationToken));
        Assert.Equal(0, await closing.CloseAsync(_tenant, today.AddDays(1), TestContext.Current.CancellationToken));

        var heads = (await insight.GetAsync(_tenant, "/api/v1/insight/record/heads")).GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal([24L, 19L, 9L], heads.Select(h => h.GetProperty("position").GetInt64()));
        Assert.Equal(today.AddDays(-1).ToString("O", CultureInfo.InvariantCulture), heads[0].GetProperty("day").GetString());
    }

    [Fact]
    public async Task A_head_is_copied_out_and_a_copy_is_never_written_over()
    {
        await insight.DeliverAsync(Keeper.Tickets(_tenant, 1));
        await insight.CloseTodayAsync(_tenant);
        var file = Assert.Single(Directory.GetFiles(Path.Combine(insight.HeadsDirectory, _tenant)));
        var copy = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(8, copy.GetProperty("position").GetInt64());

        await File.WriteAllTextAsync(file, "kept", TestContext.Current.CancellationToken);
        await insight.TamperAsync(_tenant, "UPDATE day_heads SET exported_at = NULL WHERE tenant = $1");
        await insight.CloseTodayAsync(_tenant);

        Assert.Equal("kept", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_state_names_the_end_the_key_and_the_last_closed_day()
    {
        Assert.Equal(0, (await insight.GetAsync(_tenant, "/api/v1/insight/record")).GetProperty("position").GetInt64());
        await insight.DeliverAsync(Keeper.Tickets(_tenant, 1));
        await insight.CloseTodayAsync(_tenant);

        var state = await insight.GetAsync(_tenant, "/api/v1/insight/record");

        Assert.Equal(8, state.GetProperty("position").GetInt64());
        Assert.Equal(state.GetProperty("hash").GetString(), state.GetProperty("lastClosedDay").GetProperty("hash").GetString());
        Assert.Equal(state.GetProperty("keyId").GetString(), state.GetProperty("lastClosedDay").GetProperty("keyId").GetString());
        Assert.StartsWith("-----BEGIN PUBLIC KEY-----", state.GetProperty("publicKey").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", state.GetRawText(), StringComparison.Ordinal);
    }
}
