using System.Net.Http.Json;
using System.Text.Json;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Pacing;

/// <summary>A mail server's own limit is kept, and whoever asks hears what a mail waits for.</summary>
public sealed class Mails_a_minute
{
    private const int Messages = 12;

    [Fact]
    public async Task What_is_beyond_waits_says_so_and_goes_later()
    {
        await using var host = await NotificationHost.StartAsync(new() { ["Smtp:PerMinute"] = "10" });
        var (opened, engineer) = (await host.OpenAsync(Given.Opened(Given.Address())), Given.Address());
        await host.DeliverAsync(Given.Assigned(opened, engineer, mode: "claimed"), 2);
        // More than the even pace, one in six seconds, takes away while they are made, however slow the machine is.
        await Task.WhenAll(Enumerable.Range(0, Messages).Select(i => host.DeliverAsync(Given.Message(opened, $"Message {i}"), 3 + i)));
        await Eventually.Async(async () => await host.ScalarAsync<long>("SELECT count(*) FROM deliveries WHERE channel = 'email' AND state = 'queued' AND failure = 'rate-limited'") >= 1, TimeSpan.FromSeconds(60), "some wait");
        using var staff = host.Staff();
        var why = await staff.GetFromJsonAsync<JsonElement>($"/api/v1/notifications/why?ticketId={opened.TicketId}&person={opened.ContactEmail}", TestContext.Current.CancellationToken);
        var waits = why.GetProperty("items").EnumerateArray().First(i => i.GetProperty("verdict").GetString() == "waiting" && i.GetProperty("reason").ValueKind == JsonValueKind.Object);
        Assert.Contains("limit of its provider", waits.GetProperty("reason").GetProperty("en").GetString(), StringComparison.Ordinal);
        Assert.True(waits.GetProperty("holdUntil").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddMinutes(-1));
        Assert.True(host.Mail.Mailbox.Find(opened.ContactEmail!).Count < Messages);
        // The next one goes when the even pace allows it.
        await Eventually.Async(() => host.Mail.Mailbox.Find(opened.ContactEmail!).Count >= 3, TimeSpan.FromSeconds(60), "the pace goes on");
    }
}
