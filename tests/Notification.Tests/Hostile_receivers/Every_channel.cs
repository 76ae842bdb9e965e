using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Web;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using ServiceMesh.Contracts;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Hostile_receivers;

public sealed class Every_channel
{
    private static readonly string[] s_opened = ["TicketOpened"];
    private static readonly string[] s_assigned = ["ticket-assigned"];
    private static readonly string[] s_engineer = ["engineer"];

    [Fact]
    public async Task Goes_on_at_its_rate_while_others_are_held_up_by_hostile_ones()
    {
        await using var good = await WebhookReceiver.StartAsync();
        await using var silent = await WebhookReceiver.StartAsync();
        using var enough = new CancellationTokenSource();
        silent.Answer = (_, _) => Task.Delay(Timeout.Infinite, enough.Token);
        good.Answer = (http, _) => http.Response.WriteAsync("{\"errcode\":0}");
        await using var endless = new EndlessReceiver(silent: false);
        await using var host = await NotificationHost.StartAsync(new()
        {
            ["Notification:WebhookTimeout"] = "00:00:30", ["Notification:ProviderTimeout"] = "00:00:30", ["Notification:WebhookConcurrency"] = "1",
        });
        await good.RegisterAsync(host, "default", "TicketOpened");
        var (quiet, _) = await silent.RegisterAsync(host, "default", "TicketOpened");
        await WebhookReceiver.RegisterAsync(host, "default", endless.Url, s_opened);
        var mute = await host.ProvideAsync(new { name = "silent robot", kind = "wecom", url = silent.Url, templates = s_assigned, audiences = s_engineer });
        await host.ProvideAsync(new { name = "good robot", kind = "dingtalk", url = good.Url + "?access_token=x", templates = s_assigned, audiences = s_engineer, perMinute = 0 });
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var customers = new List<string>();
        for (var i = 0; i < 15; i++)
        {
            var opened = await host.OpenAsync(Given.Opened(Given.Address()));
            customers.Add(opened.ContactEmail!);
            await host.DeliverAsync(Given.Assigned(opened, Given.Address()), 2);
        }
        await Eventually.Async(() => customers.TrueForAll(c => host.Mail.Mailbox.Find(c).Count == 1), TimeSpan.FromSeconds(90), "all mails went out");
        await Eventually.Async(() => good.Calls.Count == 30, TimeSpan.FromSeconds(90), "the good endpoint and the good robot have everything");
        // The silent ones are asked one at a time, however long all that took; none of theirs is over.
        await Eventually.Async(async () => silent.Calls.Count is > 0 and var calls && calls <= 2 + await host.AttemptsAsync($"recipient IN ('{quiet}', '{mute}')"), what: "one at a time");
        Assert.Equal(15L, await host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE recipient = '{quiet}' AND state = 'queued'"));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 64L * 1024 * 1024);
        await host.ExecuteAsync("UPDATE providers SET disabled_at = now(); UPDATE webhook_endpoints SET disabled_at = now()");
        await enough.CancelAsync();
    }

    [Theory]
    [InlineData(Unwilling.Trickling, false, "timed-out")]
    [InlineData(Unwilling.Endless, false, "timed-out,unreachable,tls-failed")]
    [InlineData(Unwilling.BrokenTls, true, "tls-failed,unreachable")]
    public async Task A_mail_server_that_misbehaves_is_given_up_in_time_without_a_password_said(object part, bool startTls, string failures)
    {
        await using var server = new UnwillingMailServer((Unwilling)part);
        await using var host = await NotificationHost.StartAsync(new()
        {
            ["Smtp:Timeout"] = "00:00:02", ["Smtp:StartTls"] = startTls ? "true" : "false", ["Smtp:User"] = "user", ["Smtp:Password"] = "secret", ["Notification:EmailRetries:0"] = "01:00:00",
        }, server.Port);
        await host.OpenAsync(Given.Opened(Given.Address()));
        var failure = await Eventually.Async(async () => await host.ScalarAsync<string>("SELECT coalesce(max(failure), '') FROM deliveries") is { Length: > 0 } said ? said : null);
        Assert.Contains(failure, failures.Split(','));
        Assert.Equal(0, server.Mails);
    }

    [Fact]
    public async Task A_target_that_speaks_no_tls_has_failed_for_that()
    {
        await using var plain = await WebhookReceiver.StartAsync();
        await using var host = await NotificationHost.StartAsync();
        await WebhookReceiver.RegisterAsync(host, "default", plain.Url.Replace("http:", "https:", StringComparison.Ordinal), s_opened);
        var opened = await host.OpenAsync(Given.Opened(""));
        Assert.Equal("tls-failed", (await host.PublishedAsync<NotificationFailed>(opened.TicketId)).Reason);
        Assert.Empty(plain.Calls);
    }

    [Fact]
    public async Task No_provider_leads_inside_and_what_the_operator_opened_is_open()
    {
        await using var canary = await WebhookReceiver.StartAsync();
        var port = new Uri(canary.Url).Port.ToString(CultureInfo.InvariantCulture);
        await using (var closed = await NotificationHost.StartAsync(privateTargets: false))
        {
            using var admin = closed.Staff();
            foreach (var url in new[] { canary.Url, $"https://127.0.0.1:{port}/", $"https://[::ffff:127.0.0.1]:{port}/", "https://169.254.169.254/", "https://10.0.0.1/", $"https://user@hooks.example.com:{port}/" })
            {
                using var refused = await admin.PostAsJsonAsync("/api/v1/notifications/providers", new { name = "x", kind = "sms-http", url }, TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            }
            await closed.ProvideAsync(new { name = "x", kind = "sms-http", url = "https://hooks.example.com/" });
            // The name leads inside by now: the guard is where the connection is made.
            await closed.ExecuteAsync($"UPDATE providers SET sealed_url = '{closed.Secrets.Seal("https://localhost:8443/")}'");
            var opened = await closed.OpenAsync(Given.Opened(""));
            await closed.DeliverAsync(Given.Paged(opened, Given.Address(), "+8613812345678", "sms"), 2);
            Assert.Equal("target-forbidden", (await closed.PublishedAsync<NotificationFailed>(opened.TicketId)).Reason);
        }
        Assert.Empty(canary.Calls);

        await using var host = await NotificationHost.StartAsync(new() { ["Notification:AllowedTargets:0"] = "127.0.0.0/8" }, privateTargets: false);
        canary.Answer = (http, _) =>
        {
            http.Response.Redirect($"http://127.0.0.1:{port}/elsewhere");
            return Task.CompletedTask;
        };
        await host.ProvideAsync(new { name = "x", kind = "sms-http", url = canary.Url });
        var ticket = await host.OpenAsync(Given.Opened(""));
        await host.DeliverAsync(Given.Paged(ticket, Given.Address(), "+8613812345678", "sms"), 2);
        Assert.Equal("redirected", (await host.PublishedAsync<NotificationFailed>(ticket.TicketId)).Reason);
        Assert.All(canary.Calls, c => Assert.Equal("/hook", c.Path));
    }

    [Fact]
    public async Task Hostile_texts_are_harmless_in_every_channel()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = (http, _) => http.Response.WriteAsync("{\"errcode\":0}");
        await using var host = await NotificationHost.StartAsync();
        var root = new Uri(receiver.Url).GetLeftPart(UriPartial.Authority);
        await host.ProvideAsync(new { name = "r", kind = "wecom", url = $"{root}/wecom" });
        await host.ProvideAsync(new { name = "s", kind = "sms-http", url = $"{root}/sms" });
        await host.ProvideAsync(new { name = "v", kind = "voice-twilio", url = $"{root}/voice", account = "AC1", secret = "t", sender = "+861000000" });
        const string Hostile = "</Say><Hangup/>{{brand}}\r\nBcc: x@example.com\u202Egnp.exe\u0007<script>alert(1)</script>";
        var opened = await host.OpenAsync(Given.Opened(Given.Address(), subject: Hostile + new string('长', 1_000_000)));
        var email = Given.Address();
        await host.DeliverAsync(Given.Paged(opened, email, "+8613812345678", "voice", "sms", "email"), 2);
        await Eventually.Async(() => receiver.Calls.Count == 3, what: "robot, SMS and call");
        var (mail, ack) = (await host.MailAsync(email), await host.MailAsync(opened.ContactEmail!));
        foreach (var each in new[] { mail, ack })
        {
            Assert.InRange(each.Bytes, 1, 40_000);
            Assert.Null(each.Header("Bcc"));
            Assert.DoesNotContain("<script", each.Html!, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain('\u202E', each.Text + each.Html + each.Subject);
            Assert.Contains("{{brand}}", each.Text, StringComparison.Ordinal);
        }
        var calls = receiver.Calls.ToDictionary(c => c.Path.Split('/')[1], c => c.Body);
        Assert.All(calls.Values, b => Assert.InRange(b.Length, 1, 40_000));
        var said = XElement.Parse(HttpUtility.ParseQueryString(calls["voice"])["Twiml"]!);
        // The words twice and the key that takes it on; then once more the key alone.
        Assert.Equal(["Gather", "Say", "Pause", "Say", "Say", "Gather", "Say"], said.Descendants().Select(e => e.Name.LocalName));
        Assert.Contains("<Hangup/>{{brand}}", said.Descendants("Say").First().Value, StringComparison.Ordinal);
        Assert.All(calls.Values, b => Assert.DoesNotContain("\\u202E", b, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task After_an_outage_the_urgent_goes_first_and_the_stale_to_one_person_becomes_one_message()
    {
        await using var host = await NotificationHost.StartAsync(new()
        {
            ["Smtp:Concurrency"] = "1", ["Smtp:Timeout"] = "00:00:50", ["Notification:MergeAfter"] = "00:00:00", ["Notification:EmailRetries:0"] = "01:00:00", ["Notification:RetrySpread"] = "0",
        });
        host.Mail.Refuse = _ => "451 4.3.0 away";
        var engineer = Given.Address();
        var customer = Given.Opened(Given.Address());
        for (var i = 0; i < 5; i++)
        {
            var ticket = await host.OpenAsync(Given.Opened(""));
            await host.DeliverAsync(Given.Assigned(ticket, engineer, mode: "claimed", language: "en") with { Card = Given.Card(ticket) with { Severity = 3 } }, 2);
            await host.DeliverAsync(Given.Warned(ticket), 1, publisher: "sla");
            await Eventually.Async(async () => await host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE attempts = 1") == i + 1, what: "it was tried");
            if (i == 4) await host.DeliverAsync(new SlaBreached { Tenant = "default", TicketId = ticket.TicketId, OccurredAt = DateTimeOffset.UtcNow, Clock = "resolution", DueAt = DateTimeOffset.UtcNow, Cycle = 1 }, 9, publisher: "sla");
        }
        await host.OpenAsync(customer);
        await Eventually.Async(async () => await host.ScalarAsync<long>("SELECT count(*) FROM deliveries WHERE attempts = 1 AND state = 'queued'") == 7, what: "all were tried");
        // The server takes its time over the first mail after the outage, so that all others wait in the lane: their order is what counts.
        var (first, taken, go) = (Given.Address(), new TaskCompletionSource(), new TaskCompletionSource());
        host.Mail.Refuse = to =>
        {
            if (to != first) return null;
            taken.TrySetResult();
            go.Task.Wait(TestContext.Current.CancellationToken);
            return null;
        };
        await host.OpenAsync(Given.Opened(first));
        await taken.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await host.ExecuteTogetherAsync("UPDATE deliveries SET next_attempt_at = now() WHERE attempts = 1", "UPDATE messaging.timers SET due_at = now() WHERE kind = 'send'");
        await Eventually.Async(async () => await host.ScalarAsync<long>("SELECT count(*) FROM messaging.timers WHERE kind = 'send' AND due_at <= now()") == 0, TimeSpan.FromSeconds(60), "every timer has fired");
        go.SetResult();

        await Eventually.Async(() => host.Mail.Mailbox.Received == 4, TimeSpan.FromSeconds(60), "four mails");
        Assert.Equal(["first", "Breach", "[T-2", "Northstar 服务: 5 notices for you"], host.Mail.Mailbox.Find().Select(m =>
            m.To[0] == first ? "first" : m.Subject.Contains("Breach", StringComparison.Ordinal) ? "Breach" : m.To[0] == customer.ContactEmail ? m.Subject[..4] : m.Subject));
        Assert.Equal(5L, await host.ScalarAsync<long>("SELECT count(*) FROM deliveries WHERE failure = 'in-digest' AND merged_into IS NOT NULL"));
    }

    [Fact]
    public async Task What_the_clock_of_the_database_says_of_the_next_attempt_is_the_ladder_to_the_second()
    {
        TimeSpan[] ladder = [.. RetryLadder.Email];
        var settings = ladder.Select((wait, i) => (Key: $"Notification:EmailRetries:{i}", Wait: (string?)wait.ToString("c", CultureInfo.InvariantCulture))).ToDictionary(w => w.Key, w => w.Wait);
        settings["Notification:RetrySpread"] = "0";
        await using var host = await NotificationHost.StartAsync(settings);
        host.Mail.Refuse = _ => "451 4.3.0 away";
        await host.OpenAsync(Given.Opened(Given.Address()));
        for (var attempt = 1; attempt <= ladder.Length; attempt++)
        {
            await Eventually.Async(async () => await host.ScalarAsync<int>("SELECT max(attempts) FROM deliveries") == attempt, TimeSpan.FromSeconds(60), $"attempt {attempt} is recorded");
            // The last word of the history was written in the same commit as the time of the next attempt; its timer is due just then.
            Assert.Equal(ladder[attempt - 1], await host.ScalarAsync<TimeSpan>("SELECT next_attempt_at - (history -> -1 ->> 'at')::timestamptz FROM deliveries"));
            Assert.Equal(1L, await host.ScalarAsync<long>("SELECT count(*) FROM messaging.timers t JOIN deliveries d ON t.key = replace(d.id::text, '-', '') WHERE t.due_at = d.next_attempt_at"));
            // The clock of this delivery is turned forward by its wait.
            await host.ExecuteTogetherAsync("UPDATE deliveries SET next_attempt_at = now()", "UPDATE messaging.timers SET due_at = now() WHERE kind = 'send'");
        }
        await Eventually.Async(async () => await host.ScalarAsync<string>("SELECT max(state) FROM deliveries") == "failed", TimeSpan.FromSeconds(60), "after the last attempt it has failed");
    }

    [Theory]
    [InlineData("email", new[] { 0, 60, 360, 1260, 4860, 12060, 30060, 66060 })]
    [InlineData("webhook", new[] { 0, 5, 305, 2105, 9305, 27305, 63305, 113705, 185705, 272105 })]
    [InlineData("provider", new[] { 0, 5, 35, 155, 1055, 4655 })]
    public void The_ladder_is_kept_to_the_second(string channel, int[] seconds)
    {
        var ladder = channel switch { "email" => RetryLadder.Email, "webhook" => RetryLadder.Webhook, _ => RetryLadder.Provider };
        var start = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
        var attempts = new List<DateTimeOffset> { start };
        while (RetryLadder.Next(ladder, attempts.Count, new AttemptResult(Failure.Unreachable), spread: 0) is { } wait) attempts.Add(attempts[^1] + wait);
        Assert.Equal(seconds, attempts.Select(a => (int)(a - start).TotalSeconds));
    }
}
