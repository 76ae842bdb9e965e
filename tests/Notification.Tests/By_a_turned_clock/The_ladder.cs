using System.Globalization;
using Microsoft.AspNetCore.Http;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.By_a_turned_clock;

/// <summary>A mail server and an SMS provider that take nothing: each attempt is made when the ladder says, to the second, and no other.</summary>
public sealed class The_ladder
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Is_climbed_as_configured_by_the_databases_own_clock()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = (http, _) =>
        {
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return Task.CompletedTask;
        };
        await using var clock = await TurnedClock.StartAsync(s_start);
        var settings = new Dictionary<string, string?> { ["Notification:RetrySpread"] = "0" };
        for (var i = 0; i < RetryLadder.Email.Count; i++) settings[$"Notification:EmailRetries:{i}"] = RetryLadder.Email[i].ToString("c", CultureInfo.InvariantCulture);
        for (var i = 0; i < RetryLadder.Provider.Count; i++) settings[$"Notification:ProviderRetries:{i}"] = RetryLadder.Provider[i].ToString("c", CultureInfo.InvariantCulture);
        await using var host = await NotificationHost.StartAsync(settings, database: clock.Database);
        await host.DeliverAsync(Given.Tenant(), 1);
        host.Mail.Refuse = _ => "451 4.3.0 away";
        await host.ProvideAsync(new { name = "sms", kind = "sms-http", url = receiver.Url });
        await host.OpenAsync(Given.Opened(Given.Address()));
        await ClimbAsync(host, clock, "email", RetryLadder.Email);

        var page = await host.OpenAsync(Given.Opened(""));
        await host.DeliverAsync(Given.Paged(page, Given.Address(), "+8613812345678", "sms") with { AckUntil = s_start.AddDays(30) }, 2);
        await ClimbAsync(host, clock, "sms", RetryLadder.Provider);
        Assert.Equal(RetryLadder.Provider.Count + 1, receiver.Calls.Count);
    }

    private static async Task ClimbAsync(NotificationHost host, TurnedClock clock, string channel, IReadOnlyList<TimeSpan> ladder)
    {
        var of = $"FROM deliveries WHERE channel = '{channel}' AND state <> 'dropped'";
        for (var attempt = 1; attempt <= ladder.Count; attempt++)
        {
            await Eventually.Async(async () => await host.ScalarAsync<int>($"SELECT coalesce(max(attempts), 0) {of}") == attempt, TimeSpan.FromSeconds(60), $"attempt {attempt} by {channel} is recorded");
            Assert.Equal(ladder[attempt - 1], await host.ScalarAsync<TimeSpan>($"SELECT max(next_attempt_at) - max((history -> -1 ->> 'at')::timestamptz) {of}"));
            var next = new DateTimeOffset(await host.ScalarAsync<DateTime>($"SELECT max(next_attempt_at) {of}"), TimeSpan.Zero);
            await clock.ToAsync(host, next);
        }
        await Eventually.Async(async () => await host.ScalarAsync<string>($"SELECT max(state) {of}") == "failed", TimeSpan.FromSeconds(60), $"after the last attempt by {channel} it has failed");
        // Each attempt began no sooner than the one before had said, and when the clock had got there.
        Assert.Equal(0L, await host.ScalarAsync<long>($"""
            SELECT count(*) FROM (
                SELECT (h ->> 'at')::timestamptz - lag((h ->> 'at')::timestamptz) OVER (ORDER BY n) AS waited, n {of.Replace("WHERE", ", jsonb_array_elements(history) WITH ORDINALITY AS a (h, n) WHERE", StringComparison.Ordinal)}) w
            WHERE waited < (ARRAY[{string.Join(", ", ladder.Select(l => $"interval '{(int)l.TotalSeconds} s'"))}])[n - 1] OR waited > (ARRAY[{string.Join(", ", ladder.Select(l => $"interval '{(int)l.TotalSeconds + 60} s'"))}])[n - 1]
            """));
    }
}
