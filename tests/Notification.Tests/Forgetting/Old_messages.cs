using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Forgetting;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Forgetting;

public sealed class Old_messages
{
    private static readonly string[] s_all = ["*"];

    [Fact]
    public async Task Lose_words_and_recipient_when_they_are_over_and_old_enough_and_keep_how_they_went()
    {
        await using var host = await NotificationHost.StartAsync(new() { ["Notification:KeepMessages"] = "10.00:00:00" });
        var now = DateTimeOffset.UtcNow;
        // More than go into one commit; what is younger, or not over, stays.
        await host.ExecuteAsync(string.Join(";", Enumerable.Range(0, RetentionTimer.AtOnce + 20).Select(i => Row(now.AddDays(-12).AddSeconds(i), "delivered"))));
        await host.ExecuteAsync(Row(now.AddDays(-11), "held") + ";" + Row(now.AddDays(-9), "failed"));

        await host.ExecuteAsync($"UPDATE messaging.timers SET due_at = now() WHERE kind = '{RetentionTimer.Kind}'");
        await Eventually.Async(async () => await host.ScalarAsync<long>("SELECT count(*) FROM deliveries WHERE body_text = 'old words'") == 2 ? "done" : null, TimeSpan.FromSeconds(60), "the old ones are forgotten");

        Assert.Equal(RetentionTimer.AtOnce + 20L, await host.ScalarAsync<long>("SELECT count(*) FROM deliveries WHERE state = 'delivered' AND recipient = id::text AND finished_at IS NOT NULL AND forgotten_at IS NOT NULL"));
        Assert.Equal(2L, await host.ScalarAsync<long>("SELECT count(*) FROM deliveries WHERE recipient LIKE '%@old.example'"));
    }

    [Fact]
    public async Task Are_not_sent_again_without_their_words_and_the_door_says_how_long_they_are_kept()
    {
        await using var host = await NotificationHost.StartAsync(new() { ["Notification:KeepMessages"] = "10.00:00:00" });
        var id = Guid.CreateVersion7(DateTimeOffset.UtcNow.AddDays(-2));
        await host.ExecuteAsync(Row(DateTimeOffset.UtcNow.AddDays(-2), "failed", id) + $"; UPDATE deliveries SET forgotten_at = now() WHERE id = '{id}'");
        using var admin = host.Staff();
        using var again = await admin.PostAsync($"/api/v1/notifications/{id}/resend", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);

        using var made = await admin.PostAsJsonAsync("/api/v1/webhook-endpoints", new { url = "http://127.0.0.1:9/hook", events = s_all }, TestContext.Current.CancellationToken);
        var endpoint = (await made.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(TestContext.Current.CancellationToken)).GetProperty("id").GetGuid();
        using var replay = await admin.PostAsJsonAsync($"/api/v1/webhook-endpoints/{endpoint}/replay", new { since = DateTimeOffset.UtcNow.AddDays(-11) }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, replay.StatusCode);
        Assert.Contains("10 days", await replay.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static string Row(DateTimeOffset at, string state, Guid? id = null) => $"""
        INSERT INTO deliveries (id, tenant, source, template, channel, audience, recipient, recipient_name, language, subject, body_text, state, created_at, finished_at, hold_until, history)
        VALUES ('{id ?? Guid.CreateVersion7(at)}', 'default', 'old/{Guid.NewGuid()}', 'ticket-opened', 'email', 'customer', 'somebody@old.example', 'Somebody', 'en', 'Old', 'old words', '{state}', '{at:O}', {(state == "held" ? "NULL" : $"'{at:O}'")},
            {(state == "held" ? "'2099-01-01'" : "NULL")}, '[]')
        """;
}
