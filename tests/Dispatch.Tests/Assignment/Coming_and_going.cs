using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Tests.Maintenance;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Assignment;

/// <summary>What begins and ends at an instant is followed at that instant: absences, overrides, ends of shifts.</summary>
public sealed class Coming_and_going(DispatchApp app)
{
    private static readonly DateTimeOffset s_hour = new(DateTimeOffset.UtcNow.Ticks / TimeSpan.TicksPerHour * TimeSpan.TicksPerHour, TimeSpan.Zero);

    [Fact]
    public async Task An_absence_gives_what_was_not_begun_to_who_is_there_and_its_end_wakes_the_queue()
    {
        var (vendor, _, li, bo) = await TwoAsync();
        await SayAsync(vendor, bo, "away");
        var (left, begun) = (await vendor.OpenAsync(), await vendor.OpenAsync());
        await OwnedAsync(vendor, left, li);
        await vendor.ActAsync(begun, "start");
        await SayAsync(vendor, bo, "available");
        // Neither has a rotation.
        var absence = (await vendor.PostAsync($"/api/v1/engineers/{li}/absences", new { from = In(1), until = In(5) })).GetProperty("id").GetGuid();
        await AwaitedAsync("absence", absence, In(1));
        await TurnAsync($"UPDATE absences SET starts_at = clock_timestamp() WHERE id = '{absence}'", "absence", absence);
        await OwnedAsync(vendor, left, bo);
        await OwnedAsync(vendor, begun, li);
        await SayAsync(vendor, bo, "away");
        var waits = await vendor.OpenAsync();
        Assert.Equal("open", (await vendor.DetailAsync(waits)).GetProperty("state").GetString());
        await AwaitedAsync("absence", absence, In(5));
        await TurnAsync($"UPDATE absences SET ends_at = clock_timestamp() WHERE id = '{absence}'", "absence", absence);
        await OwnedAsync(vendor, waits, li);
        Assert.Equal(0L, await ScalarAsync($"SELECT count(*) FROM messaging.timers WHERE kind = 'absence' AND key = '{absence}'"));
    }

    [Fact]
    public async Task An_absence_taken_back_wakes_the_queue_and_its_timer_is_gone()
    {
        var (vendor, _, li, bo) = await TwoAsync();
        await SayAsync(vendor, bo, "away");
        var absence = (await vendor.PostAsync($"/api/v1/engineers/{li}/absences", new { from = DateTimeOffset.UtcNow.AddHours(-1), until = DateTimeOffset.UtcNow.AddHours(5) })).GetProperty("id").GetGuid();
        var waits = await vendor.OpenAsync();
        Assert.Equal("open", (await vendor.DetailAsync(waits)).GetProperty("state").GetString());
        await Eventually.Async(async () => (long)(await ScalarAsync($"SELECT count(*) FROM messaging.timers WHERE kind = 'absence' AND key = '{absence}' AND due_at > now() + interval '4 hours'"))! == 1, what: "the end is awaited");
        await vendor.SendAsync(HttpMethod.Delete, $"/api/v1/engineers/{li}/absences/{absence}", null);
        await OwnedAsync(vendor, waits, li);
        Assert.Equal(0L, await ScalarAsync($"SELECT count(*) FROM messaging.timers WHERE kind = 'absence' AND key = '{absence}'"));
    }

    [Fact]
    public async Task An_override_takes_and_gives_back_the_shift_at_its_instants()
    {
        var (vendor, team, li, bo) = await TwoAsync();
        var shift = (await vendor.PostAsync($"/api/v1/teams/{team}/rotations", Shift(li))).GetProperty("id").GetGuid();
        await vendor.PostAsync($"/api/v1/teams/{team}/rotations", Shift(bo));
        await SayAsync(vendor, bo, "away");
        var ticket = await vendor.OpenAsync();
        await OwnedAsync(vendor, ticket, li);
        await SayAsync(vendor, bo, "available");
        await vendor.PostAsync($"/api/v1/teams/{team}/overrides", new { rotationId = shift, engineerId = bo, replaces = li, from = In(1), until = In(5) });
        await AwaitedAsync("handover", team, In(1));
        await TurnAsync($"UPDATE roster_overrides SET starts_at = clock_timestamp() WHERE team_id = '{team}'", "handover", team);
        await OwnedAsync(vendor, ticket, bo);
        await SayAsync(vendor, bo, "away");
        var waits = await vendor.OpenAsync();
        Assert.Equal("open", (await vendor.DetailAsync(waits)).GetProperty("state").GetString());
        await AwaitedAsync("handover", team, In(5));
        await TurnAsync($"UPDATE roster_overrides SET ends_at = clock_timestamp() WHERE team_id = '{team}'", "handover", team);
        await OwnedAsync(vendor, waits, li);
    }

    /// <summary>Six hundred tickets of somebody whose shift ends, more than are looked at in one commit.</summary>
    [Fact]
    public async Task All_that_leavers_leave_goes_to_who_is_there()
    {
        var (vendor, team, li, bo) = await TwoAsync();
        await SayAsync(vendor, bo, "away");
        var first = await vendor.OpenAsync();
        await OwnedAsync(vendor, first, li);
        await app.ExecuteAsync($"""
            DO $$ DECLARE cols text; BEGIN
                SELECT string_agg(column_name, ',') INTO cols FROM information_schema.columns
                WHERE table_name = 'tickets' AND is_generated = 'NEVER' AND column_name <> ALL ('{"{id,progress_token_hash,number}"}');
                EXECUTE format('INSERT INTO tickets (id, progress_token_hash, number, %s) SELECT gen_random_uuid(), gen_random_uuid()::text, ''N-'' || i, %s FROM tickets, generate_series(1, 599) i WHERE id = ''{first}''', cols, cols);
            END $$
            """);
        await SayAsync(vendor, bo, "available");
        await vendor.PostAsync($"/api/v1/teams/{team}/rotations", Shift(li, endsOn: "2020-01-02"));
        await Eventually.Async(async () => (long)(await ScalarAsync($"SELECT count(*) FROM tickets WHERE engineer_id = '{bo}'"))! == 600, TimeSpan.FromSeconds(120), "Bo has them all");
        Assert.Equal(0L, await ScalarAsync($"SELECT count(*) FROM tickets WHERE engineer_id = '{li}'"));
    }

    [Fact]
    public async Task Due_maintenance_that_nobody_could_take_goes_to_who_becomes_free_and_is_tried_again_by_itself()
    {
        var made = await Maintained.NewAsync(app);
        var vendor = made.Vendor;
        var team = await vendor.TeamAsync("Desk");
        var li = await vendor.EngineerAsync("Li", team);
        await SayAsync(vendor, li, "away");
        var (first, second) = (await made.DueRunAsync("inspection", ("teamId", team)), await made.DueRunAsync("patch", ("teamId", team)));
        Assert.Null(await OwnerAsync(first));
        Assert.Null(await OwnerAsync(second));
        await vendor.SendAsync(HttpMethod.Put, $"/api/v1/teams/{team}/settings", new { assignment = new { capacity = new { background = 1 } } });
        await SayAsync(vendor, li, "available");
        await Eventually.Async(async () => await OwnerAsync(first) == li, what: "Li does the first");
        Assert.Null(await OwnerAsync(second));
        await made.ActAsync(first, "cancel", new { reason = "Not needed" });
        await Eventually.Async(async () => await OwnerAsync(second) == li, what: "Li does the second");

        // Nobody tells of this: the next beat finds it.
        var third = await made.DueRunAsync("inspection", ("teamId", team));
        Assert.Null(await OwnerAsync(third));
        await app.ExecuteAsync($"UPDATE teams SET settings = NULL WHERE id = '{team}'");
        Assert.Equal(1, await app.ExecuteAsync($"UPDATE messaging.timers SET due_at = clock_timestamp() WHERE kind = 'maintenance-beat' AND key = '{team}'"));
        await Eventually.Async(async () => await OwnerAsync(third) == li, what: "Li does the third");

        async Task<Guid?> OwnerAsync(Guid run) =>
            (await made.DetailAsync(run)).GetProperty("run").TryGetProperty("engineerId", out var owner) && owner.ValueKind == JsonValueKind.String ? owner.GetGuid() : null;
    }

    private async Task<(Vendor Vendor, Guid Team, Guid Li, Guid Bo)> TwoAsync()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        return (vendor, team, await vendor.EngineerAsync("Li", team), await vendor.EngineerAsync("Bo", team));
    }

    /// <summary>A whole hour to come, the same whenever it is asked for.</summary>
    private static DateTimeOffset In(int hours) => s_hour.AddHours(1 + hours);

    /// <summary>A durable timer stands at that instant.</summary>
    private Task AwaitedAsync(string kind, Guid key, DateTimeOffset at) => Eventually.Async(
        async () => (long)(await ScalarAsync($"SELECT count(*) FROM messaging.timers WHERE kind = '{kind}' AND key = '{key}' AND due_at = '{at:O}'"))! == 1, what: $"{kind} is awaited at {at:t}");

    /// <summary>The instant has come.</summary>
    private async Task TurnAsync(string change, string kind, Guid key)
    {
        Assert.Equal(1, await app.ExecuteAsync(change));
        Assert.Equal(1, await app.ExecuteAsync($"UPDATE messaging.timers SET due_at = clock_timestamp() WHERE kind = '{kind}' AND key = '{key}'"));
    }

    private static object Shift(Guid engineer, string? endsOn = null) => new
    {
        name = "Days", kind = "shift", zone = "UTC", startsOn = "2020-01-01", endsOn, at = "00:00", minutes = 1440, rule = "FREQ=DAILY", participants = new[] { engineer },
    };

    private static Task<JsonElement> SayAsync(Vendor vendor, Guid engineer, string state) => vendor.PostAsync($"/api/v1/engineers/{engineer}/presence", new { state }, empty: true);

    private static Task OwnedAsync(Vendor vendor, Guid ticket, Guid engineer) => Eventually.Async(
        async () => (await vendor.DetailAsync(ticket)).GetProperty("engineerId") is { ValueKind: JsonValueKind.String } owner && owner.GetGuid() == engineer,
        TimeSpan.FromSeconds(60), "the ticket has its owner");

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = app.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
