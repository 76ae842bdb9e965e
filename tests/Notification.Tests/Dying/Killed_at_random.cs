using System.Globalization;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Sinks.Mail;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Dying;

/// <summary>
/// Two processes share the work and are killed (SIGKILL) again and again; what arrives is counted where it arrives: at a mail server and a
/// webhook receiver. 10,000 events with SERVICEMESH_LONG_TESTS=1.
/// </summary>
public sealed class Killed_at_random
{
    private static readonly bool s_long = Environment.GetEnvironmentVariable("SERVICEMESH_LONG_TESTS") == "1";
    private static readonly string[] s_opened = ["TicketOpened"];

    private static readonly Dictionary<string, string?> s_settings = new()
    {
        ["Notification:Lease"] = "00:00:06", ["Smtp:Timeout"] = "00:00:05", ["Notification:WebhookTimeout"] = "00:00:05", ["Notification:ProviderTimeout"] = "00:00:05",
        // A receiver that is busy for once must not end a delivery: what is counted here is kills.
        ["Notification:EmailRetries:3"] = "00:00:01", ["Notification:EmailRetries:4"] = "00:00:02", ["Notification:EmailRetries:5"] = "00:00:05",
        ["Notification:WebhookRetries:3"] = "00:00:01", ["Notification:WebhookRetries:4"] = "00:00:02", ["Notification:WebhookRetries:5"] = "00:00:05",
    };

    [Fact]
    public async Task Every_event_makes_exactly_one_message_of_each_kind()
    {
        var (tickets, kills) = s_long ? (5_000, 40) : (150, 3);
        await using var mail = await SmtpSink.StartNewAsync(null, new Mailbox(50_000), TestContext.Current.CancellationToken);
        await using var receiver = await WebhookReceiver.StartAsync();
        var connection = await TestDatabase.CreateAsync();
        await using (var host = await NotificationHost.StartAsync(smtpPort: mail.Port, database: connection))
        {
            await host.DeliverAsync(Given.Tenant(), 1);
            await WebhookReceiver.RegisterAsync(host, "default", receiver.Url, s_opened);
        }
        await using var database = NpgsqlDataSource.Create(connection);
        var opened = Enumerable.Range(0, tickets).Select(_ => Given.Opened(Given.Address())).ToList();
        var engineers = opened.ConvertAll(_ => Given.Address());
        await NotificationProcess.FeedAsync(database,
            [.. opened.Zip(engineers).SelectMany(o => new (Event, long, string)[] { (o.First, 1, "intake"), (Given.Assigned(o.First, o.Second, language: "en"), 1, "dispatch") })]);

        var seed = Environment.TickCount;
        var random = new Random(seed);
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var running = new NotificationProcess[2];
        try
        {
            for (var i = 0; i < 2; i++) running[i] = await StartAsync(connection, mail.Port, i);
            for (var kill = 0; kill < kills; kill++)
            {
                // Somewhere in the next part of the work, wherever that is just then.
                var at = (kill + random.NextDouble()) / kills * 2 * tickets * 0.9;
                await Eventually.Async(async () => await CountAsync(database, "SELECT count(*) FROM feed WHERE done") >= at, TimeSpan.FromMinutes(3), $"event {at:0}");
                var victim = random.Next(2);
                await running[victim].KillAsync();
                await running[victim].DisposeAsync();
                running[victim] = await StartAsync(connection, mail.Port, victim);
            }
            await Eventually.Async(async () => await CountAsync(database, "SELECT count(*) FROM feed WHERE NOT done") == 0, TimeSpan.FromMinutes(5), "every event is handled");
            await Eventually.Async(async () => await CountAsync(database, "SELECT count(*) FROM deliveries WHERE state IN ('queued', 'held')") == 0, TimeSpan.FromMinutes(3), "everything is sent");
        }
        finally
        {
            foreach (var process in running.OfType<NotificationProcess>()) await process.DisposeAsync();
        }

        // At the mail server: each person has exactly one message; a repetition has the same Message-ID, which mail programs show once.
        var mails = mail.Mailbox.Find().ToLookup(m => m.To[0]);
        foreach (var address in opened.Select(o => o.ContactEmail!).Concat(engineers)) Assert.Single(mails[address].Select(m => m.MessageId).Distinct());
        Assert.Equal(2 * tickets, mail.Mailbox.MessageIds.Summary().Distinct);
        // At the receiver: each ticket has exactly one webhook-id.
        var calls = receiver.Calls.GroupBy(c => c.Id).ToList();
        Assert.Equal(tickets, calls.Count);
        Assert.All(calls, c => Assert.Single(c.Select(x => x.Body).Distinct()));
        // In our own record: one delivery of each, delivered, and told once.
        Assert.Equal(3 * tickets, await CountAsync(database, "SELECT count(*) FROM deliveries WHERE state = 'delivered'"));
        Assert.Equal(3 * tickets, await CountAsync(database, "SELECT count(*) FROM deliveries"));
        Assert.Equal(tickets, await CountAsync(database, "SELECT count(*) FROM person_notices"));
        var told = (await TestOutbox.ReadAsync(database)).OfType<NotificationDelivered>().ToList();
        Assert.Equal((3 * tickets, 3 * tickets), (told.Count, told.DistinctBy(t => t.DeliveryId).Count()));
        TestContext.Current.SendDiagnosticMessage(
            $"{2 * tickets} events, {kills} kills; repeated with the same id: {mail.Mailbox.Received - 2 * tickets} mails, {receiver.Calls.Count - tickets} webhooks");
        await TestDatabase.DropAsync(connection);
    }

    private static Task<NotificationProcess> StartAsync(string connection, int smtp, int part) => NotificationProcess.StartAsync(connection, smtp, s_settings, part, 2);

    private static async Task<long> CountAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
    }
}
