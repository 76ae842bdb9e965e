using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Sinks.Mail;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Dying;

/// <summary>
/// Two processes share the work and are killed (SIGKILL) again and again; what arrives is counted where it arrives: at a mail server, a webhook
/// receiver, an SMS provider, a group robot, a telephone provider, in what Intake is asked to say in conversations and in people's lists in the Desk. 11,000 events with SERVICEMESH_LONG_TESTS=1.
/// </summary>
public sealed partial class Killed_at_random
{
    private static readonly bool s_long = Environment.GetEnvironmentVariable("SERVICEMESH_LONG_TESTS") == "1";
    private static readonly string[] s_opened = ["TicketOpened"];
    private static readonly string[] s_assigned = ["ticket-assigned"];
    private static readonly string[] s_engineer = ["engineer"];

    /// <summary>Every fifth customer has a telephone and no address, and every fifth ticket wakes somebody by a call.</summary>
    private const int ByPhone = 5;

    /// <summary>Every fifth customer wrote in an IM conversation.</summary>
    private const int ByIm = 5;

    private static readonly Dictionary<string, string?> s_settings = new()
    {
        ["Notification:Lease"] = "00:00:06", ["Smtp:Timeout"] = "00:00:05", ["Notification:WebhookTimeout"] = "00:00:05", ["Notification:ProviderTimeout"] = "00:00:05",
        // A receiver that is busy for once must not end a delivery: what is counted here is kills.
        ["Notification:EmailRetries:3"] = "00:00:01", ["Notification:EmailRetries:4"] = "00:00:02", ["Notification:EmailRetries:5"] = "00:00:05",
        ["Notification:ProviderRetries:3"] = "00:00:01", ["Notification:ProviderRetries:4"] = "00:00:02", ["Notification:ProviderRetries:5"] = "00:00:05",
        ["Notification:WebhookRetries:3"] = "00:00:01", ["Notification:WebhookRetries:4"] = "00:00:02", ["Notification:WebhookRetries:5"] = "00:00:05",
    };

    [Fact]
    public async Task Every_event_makes_exactly_one_message_of_each_kind()
    {
        var (tickets, kills) = s_long ? (5_000, 40) : (150, 3);
        await using var mail = await SmtpSink.StartNewAsync(null, new Mailbox(50_000), TestContext.Current.CancellationToken);
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = (http, _) => http.Response.WriteAsync("{\"errcode\":0}");
        var root = new Uri(receiver.Url).GetLeftPart(UriPartial.Authority);
        var contact = Guid.CreateVersion7();
        var connection = await TestDatabase.CreateAsync();
        await using (var host = await NotificationHost.StartAsync(smtpPort: mail.Port, database: connection))
        {
            await host.DeliverAsync(Given.Tenant(), 1);
            await host.DeliverAsync(new ContactChanged { Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, ContactId = contact, CustomerId = Guid.CreateVersion7(), Name = "Li Wei", Phones = ["+8613812345678"], Language = "en" }, 1);
            await WebhookReceiver.RegisterAsync(host, "default", receiver.Url, s_opened);
            await host.ProvideAsync(new { name = "sms", kind = "sms-http", url = $"{root}/sms", perMinute = 0 });
            await host.ProvideAsync(new { name = "voice", kind = "voice-twilio", url = $"{root}/voice", account = "AC1", secret = "t", sender = "+8610000000", perMinute = 0 });
            await host.ProvideAsync(new { name = "robot", kind = "wecom", url = $"{root}/robot", templates = s_assigned, audiences = s_engineer, perMinute = 0 });
        }
        await using var database = NpgsqlDataSource.Create(connection);
        var opened = Enumerable.Range(0, tickets).Select(i => (i % ByPhone == 0 ? Given.Opened("") with { ContactId = contact } : Given.Opened(Given.Address(), channel: i % ByIm == 1 ? Channel.Im : Channel.Portal)) with { Number = $"T-20261122-{i:000000}" }).ToList();
        var engineers = opened.ConvertAll(_ => Given.Address());
        var (paged, inConversations) = (opened.Where(o => o.ContactEmail is null).ToList(), opened.Where(o => o.Channel == Channel.Im).ToList());
        await NotificationProcess.FeedAsync(database,
            [
                .. opened.Zip(engineers).SelectMany(o => new (Event, long, string)[] { (o.First, 1, "intake"), (Given.Assigned(o.First, o.Second, language: "en"), 1, "dispatch") }),
                .. paged.Select(o => ((Event)(Given.Paged(o, Given.Address(), "+8613812340000", "voice") with { AckUntil = DateTimeOffset.UtcNow.AddDays(1) }), 2L, "dispatch")),
            ]);

        var all = 4 * tickets + paged.Count;
        var seed = Environment.TickCount;
        var random = new Random(seed);
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var running = new NotificationProcess[2];
        async Task AgainAsync(int victim)
        {
            await running[victim].KillAsync();
            await running[victim].DisposeAsync();
            running[victim] = await StartAsync(connection, mail.Port, victim);
        }

        try
        {
            for (var i = 0; i < 2; i++) running[i] = await StartAsync(connection, mail.Port, i);
            for (var kill = 0; kill < kills; kill++)
            {
                // Somewhere in the next part of the work, wherever that is just then.
                var at = (kill + random.NextDouble()) / kills * 2 * tickets * 0.9;
                await Eventually.Async(async () => await CountAsync(database, "SELECT count(*) FROM feed WHERE done") >= at, TimeSpan.FromMinutes(3), $"event {at:0}");
                await AgainAsync(random.Next(2));
            }
            await Eventually.Async(async () => await CountAsync(database, "SELECT count(*) FROM feed WHERE NOT done") == 0, TimeSpan.FromMinutes(5), "every event is handled");
            // What Intake is asked to say, once for each conversation; its answers come while one process dies once more.
            var asked = await Eventually.Async(async () => (await TestOutbox.ReadAsync(database)).OfType<ReplyRequested>().ToList() is var found && found.Count >= inConversations.Count ? found : null, TimeSpan.FromMinutes(3), "replies are asked for");
            Assert.Equal(inConversations.Select(o => o.TicketId).Order(), asked.Select(a => a.TicketId).Order());
            await NotificationProcess.FeedAsync(database, [.. asked.Select(a => ((Event)new MessageDelivered { Tenant = a.Tenant, TicketId = a.TicketId, OccurredAt = DateTimeOffset.UtcNow, MessageId = a.MessageId }, 2L, "intake"))]);
            await AgainAsync(random.Next(2));
            await Eventually.Async(async () => await CountAsync(database, "SELECT count(*) FROM deliveries WHERE state = 'delivered'") >= all, TimeSpan.FromMinutes(5), "everything is delivered");
            await Eventually.Async(async () => await CountAsync(database, "SELECT count(*) FROM deliveries WHERE state IN ('queued', 'held')") == 0, TimeSpan.FromMinutes(3), "everything is sent");
        }
        finally
        {
            foreach (var process in running.OfType<NotificationProcess>()) await process.DisposeAsync();
        }

        // At the mail server: each person has exactly one message; a repetition has the same Message-ID, which mail programs show once.
        var mails = mail.Mailbox.Find().ToLookup(m => m.To[0]);
        foreach (var address in opened.Except(inConversations).Select(o => o.ContactEmail).OfType<string>().Concat(engineers)) Assert.Single(mails[address].Select(m => m.MessageId).Distinct());
        Assert.Equal(2 * tickets - paged.Count - inConversations.Count, mail.Mailbox.MessageIds.Summary().Distinct);
        // At the receiver: each ticket has exactly one webhook-id.
        var calls = receiver.Calls.ToLookup(c => c.Path);
        Assert.Equal(tickets, calls["/hook"].Select(c => c.Id).Distinct().Count());
        Assert.All(calls["/hook"].GroupBy(c => c.Id), c => Assert.Single(c.Select(x => x.Body).Distinct()));
        // At the SMS provider and at the robot: a repetition has the same idempotency key, each ticket its own.
        foreach (var (path, those) in new[] { ("/sms", opened.Where(o => o.ContactEmail is null).ToList()), ("/robot", opened) })
        {
            var keys = calls[path].GroupBy(c => c.IdempotencyKey).Select(c => (c.Key, Body: Assert.Single(c.Select(x => x.Body).Distinct()))).ToList();
            Assert.Equal(those.Count, keys.Count);
            Assert.DoesNotContain(keys, k => k.Key.Length == 0);
            Assert.Equal(those.Select(o => o.Number).Order(StringComparer.Ordinal), keys.Select(k => NumberIn().Match(k.Body).Value).Order(StringComparer.Ordinal));
        }
        // At the telephone provider, whose form has no such key: a repetition speaks of the same delivery in the same words, and each ticket of its own.
        var rang = calls["/voice/2010-04-01/Accounts/AC1/Calls.json"].GroupBy(c => DeliveryIn().Match(c.Body).Groups[1].Value).Select(c => (c.Key, Body: Assert.Single(c.Select(x => x.Body).Distinct()))).ToList();
        Assert.DoesNotContain(rang, r => r.Key.Length == 0);
        Assert.Equal(paged.Select(o => o.Number).Order(StringComparer.Ordinal), rang.Select(r => NumberIn().Match(r.Body).Value).Order(StringComparer.Ordinal));
        // In our own record: one delivery of each, delivered, and told once.
        Assert.Equal(all, await CountAsync(database, "SELECT count(*) FROM deliveries WHERE state = 'delivered'"));
        Assert.Equal(all, await CountAsync(database, "SELECT count(*) FROM deliveries"));
        Assert.Equal(tickets, await CountAsync(database, "SELECT count(*) FROM person_notices"));
        Assert.Equal(tickets, await CountAsync(database, "SELECT count(DISTINCT (ticket_id, person)) FROM person_notices"));
        var told = (await TestOutbox.ReadAsync(database)).OfType<NotificationDelivered>().ToList();
        Assert.Equal((all, all), (told.Count, told.DistinctBy(t => t.DeliveryId).Count()));
        TestContext.Current.SendDiagnosticMessage(
            $"{2 * tickets + paged.Count} events, {kills + 1} kills; repeated with the same id: {mail.Mailbox.Received - mail.Mailbox.MessageIds.Summary().Distinct} mails, {receiver.Calls.Count - 2 * tickets - 2 * paged.Count} calls");
        await TestDatabase.DropAsync(connection);
    }

    [GeneratedRegex("delivery%3D([0-9a-f]{32})")]
    private static partial Regex DeliveryIn();

    [GeneratedRegex("T-[0-9]{8}-[0-9]{6}")]
    private static partial Regex NumberIn();

    private static Task<NotificationProcess> StartAsync(string connection, int smtp, int part) => NotificationProcess.StartAsync(connection, smtp, s_settings, part, 2);

    private static async Task<long> CountAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
    }
}
