using System.Globalization;
using Microsoft.AspNetCore.Http;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.By_a_turned_clock;

/// <summary>A night from 01:20 to 07:00 on the clock of who sleeps: what wakes them, and what they find in the morning.</summary>
public sealed class The_night
{
    private static readonly string[] s_paged = ["on-call-paged"];
    private static readonly string[] s_onCall = ["on-call"];

    [Theory]
    [InlineData("Asia/Shanghai", "2026-11-22T17:20:00Z", "2026-11-22T22:50:00Z", "2026-11-22T23:00:00Z")]
    // The clock goes back at 02:00: the night is an hour longer, and what would be 07:00 without that is 06:00.
    [InlineData("America/New_York", "2026-11-01T05:20:00Z", "2026-11-01T11:00:01Z", "2026-11-01T12:00:00Z")]
    public async Task A_P1_wakes_by_robot_and_call_at_once_and_P3_warnings_leave_as_one_digest_at_seven_sharp(string zone, string night, string notYet, string seven)
    {
        var end = At(seven);
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = (http, _) => http.Response.WriteAsync("{\"errcode\":0}");
        await using var clock = await TurnedClock.StartAsync(At(night));
        await using var host = await NotificationHost.StartAsync(database: clock.Database);
        await host.DeliverAsync(Given.Tenant(), 1);
        var root = new Uri(receiver.Url).GetLeftPart(UriPartial.Authority);
        await host.ProvideAsync(new { name = "duty group", kind = "wecom", url = $"{root}/robot", templates = s_paged, audiences = s_onCall });
        await host.ProvideAsync(new { name = "hotline", kind = "voice-twilio", url = $"{root}/voice", account = "AC1", secret = "t", sender = "+8610000000" });
        var asleep = Given.Address();
        await host.PreferAsync(asleep, new { timeZone = zone, quietFrom = "22:00:00", quietTo = "07:00:00" });

        for (var i = 0; i < 2; i++)
        {
            var minor = await host.OpenAsync(Given.Opened("", subject: $"Slow report {i}"));
            await host.DeliverAsync(Given.Assigned(minor, asleep, mode: "claimed", language: "en") with { Card = Given.Card(minor) with { Severity = 3 } }, 2);
            await host.DeliverAsync(Given.Warned(minor) with { DueAt = end.AddHours(2) }, 1, publisher: "sla");
        }
        var major = await host.OpenAsync(Given.Opened("", subject: "Production is down"));
        await host.DeliverAsync(Given.Paged(major, asleep, "+8613812345678", "voice") with { AckUntil = At(night).AddMinutes(5) }, 2);
        await Eventually.Async(() => receiver.Calls.Count == 2, TimeSpan.FromSeconds(60), "the robot and the call");
        Assert.Equal(["robot", "voice"], receiver.Calls.Select(c => c.Path.Split('/')[1]).Order(StringComparer.Ordinal));

        Assert.Equal(2L, await host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE template = 'sla-warned' AND channel = 'email' AND state = 'held' AND hold_until = '{seven}'"));
        Assert.Equal(1L, await host.ScalarAsync<long>($"SELECT count(*) FROM messaging.timers WHERE kind = 'digest' AND due_at = '{seven}'"));
        await clock.ToAsync(host, At(notYet));
        await Eventually.Async(async () => await host.ScalarAsync<long>($"SELECT count(*) FROM messaging.timers WHERE kind = 'strays' AND due_at > '{notYet}'") == 1, TimeSpan.FromSeconds(60), "timers that are due have fired");
        Assert.Empty(host.Mail.Mailbox.Find(asleep));

        await clock.ToAsync(host, end);
        var digest = await host.MailAsync(asleep, "2 notices for you");
        Assert.Contains("75 % of the time for resolution is used", digest.Text, StringComparison.Ordinal);
        Assert.Single(host.Mail.Mailbox.Find(asleep));
        var left = await Eventually.Async(async () => await host.ScalarAsync<long>("SELECT count(*) FROM deliveries WHERE template = 'digest' AND state = 'delivered'") == 1
            ? (object)await host.ScalarAsync<DateTime>("SELECT finished_at FROM deliveries WHERE template = 'digest'") : null);
        Assert.InRange((DateTime)left, end.UtcDateTime, end.UtcDateTime.AddMinutes(5));
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
