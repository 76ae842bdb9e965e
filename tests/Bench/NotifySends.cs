using System.Diagnostics;
using System.Globalization;
using System.Net.Mail;
using Npgsql;
using ServiceMesh.Testing;

namespace ServiceMesh.Bench;

/// <summary>Sends a second by channel, beside the bare client against the same sink, and beside receivers that do their worst.</summary>
internal static class NotifySends
{
    /// <summary>Not more than a lane has places for: what is beyond comes back when there is room, and that wait is the drain's to measure.</summary>
    private const int Sends = 900;
    private const int Pairs = 3;

    /// <summary>Calls that a lane of an endpoint has under way at most.</summary>
    private const int AtOnce = 4;
    private static readonly string s_text = new('x', 900);
    private static readonly (string Channel, int AtOnce)[] s_channels = [("email", 4), ("webhook", 4), ("robot", 1), ("sms", 4), ("voice", 4)];
    private static readonly string[] s_hostile = ["silent", "endless", "reset"];

    public static async Task RunAsync(NotifyHost host)
    {
        Console.WriteLine($"sends by channel, {Sends} that an outage left queued, from the first arrival to the last, {Pairs} blocks of each kind after a warm-up; yardstick: the bare client with as many at once, storing nothing");
        foreach (var (channel, atOnce) in s_channels)
        {
            NotifyBench.Say(channel);
            var to = await ReceiverAsync(host, channel);
            await BlockAsync(host, channel, to, Sends / 4);
            List<(double PerSecond, double Commits, long Twice)> ours = [];
            List<double> bare = [];
            for (var block = 0; block < Pairs; block++)
            {
                bare.Add(await BareAsync(host, channel, atOnce));
                ours.Add(await BlockAsync(host, channel, to, Sends));
            }
            var (rate, yardstick) = (Median(ours.Select(o => o.PerSecond)), Median(bare));
            Console.WriteLine($"  {channel,-8} {rate,6:0} sends/s, {atOnce} at once   bare client {yardstick,6:0}/s   ours/bare {rate / yardstick:0.00}   commits/send {ours.Average(o => o.Commits):0.00}   sent twice {ours.Sum(o => o.Twice)}");
        }
    }

    /// <summary>Rates of mail, a good endpoint and a good SMS provider, all three at once: alone, and while a silent, an endless and a resetting endpoint each have their queue.</summary>
    public static async Task BesideHostileAsync(NotifyHost host)
    {
        Console.WriteLine($"beside hostile receivers: mail, one good endpoint and one SMS provider with {Sends} each at once; alone, then while endpoints that are silent, send an endless body and reset have {Sends / 4} each waiting");
        var good = new List<(string Channel, (Func<int, string> Recipient, Guid? Provider) To)>();
        foreach (var channel in new[] { "email", "webhook", "sms" }) good.Add((channel, await ReceiverAsync(host, channel)));
        var hostile = new List<Guid>();
        foreach (var path in s_hostile) hostile.Add(await EndpointAsync(host, path));
        await TogetherAsync(host, good);
        List<double> alone = [], beside = [];
        var memory = 0L;
        for (var pair = 0; pair < Pairs; pair++)
        {
            NotifyBench.Say($"pair {pair + 1} of {Pairs}");
            await OnAsync(host, hostile, on: false);
            alone.Add(await TogetherAsync(host, good));
            await OnAsync(host, hostile, on: true);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var begun = s_hostile.ToDictionary(path => path, host.HostileCalls);
            foreach (var endpoint in hostile) await NotifyQueue.FillAsync(host.Database, Sends / 4, "webhook", _ => endpoint.ToString(), null, DateTimeOffset.UtcNow);
            await NotifyQueue.MakeDueAsync(host.Database);
            await Eventually.Async(() => s_hostile.All(path => host.HostileCalls(path) >= begun[path] + AtOnce), TimeSpan.FromMinutes(2), "every hostile endpoint holds up its lane");
            beside.Add(await TogetherAsync(host, good));
            memory = Math.Max(memory, GC.GetTotalMemory(forceFullCollection: true) - before);
        }
        await OnAsync(host, hostile, on: false);
        Console.WriteLine($"  alone {Median(alone):0} sends/s, beside hostile ones {Median(beside):0} sends/s: {Median(beside) / Median(alone):P0} of the rate (goal: at least 90 %); managed memory grew by {memory / 1024 / 1024} MiB at most");
    }

    private static async Task<double> TogetherAsync(NotifyHost host, List<(string Channel, (Func<int, string> Recipient, Guid? Provider) To)> good)
    {
        foreach (var (channel, to) in good) await NotifyQueue.FillAsync(host.Database, Sends, channel, to.Recipient, to.Provider, DateTimeOffset.UtcNow.AddHours(1));
        var already = host.Mails + host.Calls;
        var seconds = await DueUntilArrivedAsync(host, () => host.Mails + host.Calls, already, good.Count * Sends);
        await host.RecordedAsync();
        return good.Count * Sends / seconds;
    }

    private static async Task<(double PerSecond, double Commits, long Twice)> BlockAsync(NotifyHost host, string channel, (Func<int, string> Recipient, Guid? Provider) to, int sends)
    {
        await NotifyQueue.FillAsync(host.Database, sends, channel, to.Recipient, to.Provider, DateTimeOffset.UtcNow.AddHours(1));
        long Arrived() => channel == "email" ? host.Mails : host.Calls;
        var (already, before) = (Arrived(), await host.CountersAsync());
        var seconds = await DueUntilArrivedAsync(host, Arrived, already, sends);
        await host.RecordedAsync();
        var after = await host.CountersAsync();
        return (sends / seconds, await host.CommitsAsync(before.Lsn, after.Lsn) / (double)sends, Arrived() - already - sends);
    }

    /// <summary>Makes everything due and takes the time between the first arrival and the last.</summary>
    private static async Task<double> DueUntilArrivedAsync(NotifyHost host, Func<long> arrived, long already, int sends)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        await NotifyQueue.MakeDueAsync(host.Database);
        while (arrived() == already) await look.WaitForNextTickAsync(limit.Token);
        var started = Stopwatch.GetTimestamp();
        while (arrived() < already + sends) await look.WaitForNextTickAsync(limit.Token);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<double> BareAsync(NotifyHost host, string channel, int atOnce)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = atOnce, UseProxy = false, UseCookies = false });
        var address = new Uri($"{host.ReceiverUrl}/bare");
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, Sends), new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (n, ct) =>
        {
            if (channel == "email")
            {
                // One connection for each mail, as ours.
                using var client = new SmtpClient("127.0.0.1", host.MailPort);
                using var mail = new MailMessage("service@vendor.example", $"b{n}@example.com", "Bench", s_text);
                await client.SendMailAsync(mail, ct);
                return;
            }
            using var answer = await http.PostAsync(address, new StringContent(s_text), ct);
            answer.EnsureSuccessStatusCode();
        });
        return Sends / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<(Func<int, string> Recipient, Guid? Provider)> ReceiverAsync(NotifyHost host, string channel)
    {
        if (channel == "email") return (n => $"c{n}@example.com", null);
        if (channel == "webhook")
        {
            var endpoint = await EndpointAsync(host, "hook");
            return (_ => endpoint.ToString(), null);
        }
        var id = Guid.CreateVersion7();
        var kind = channel switch { "robot" => "wecom", "sms" => "sms-http", _ => "voice-twilio" };
        await host.ScalarAsync($"""
            INSERT INTO providers (id, tenant, name, kind, sealed_url, sealed_secret, account, sender, templates, audiences, language, per_minute, created_at)
            VALUES ('{id}', 'default', '{kind}', '{kind}', '{host.Secrets.Seal($"{host.ReceiverUrl}/{kind}")}', '{host.Secrets.Seal("secret")}', 'AC1', '+861000000', '{"{}"}', '{"{}"}', 'en', 0, now()) RETURNING 1
            """);
        return (channel == "robot" ? _ => id.ToString() : n => string.Create(CultureInfo.InvariantCulture, $"+86138{n:00000000}"), id);
    }

    private static async Task<Guid> EndpointAsync(NotifyHost host, string path)
    {
        var id = Guid.CreateVersion7();
        await host.ScalarAsync($"INSERT INTO webhook_endpoints (id, tenant, url, events, sealed_secret, created_at) VALUES ('{id}', 'default', '{host.ReceiverUrl}/{path}', '{"{SurveyAnswered}"}', '{host.Links.Mint().Sealed}', now()) RETURNING 1");
        return id;
    }

    private static async Task OnAsync(NotifyHost host, List<Guid> endpoints, bool on)
    {
        await using var command = host.Database.CreateCommand("UPDATE webhook_endpoints SET disabled_at = CASE WHEN $2 THEN NULL ELSE now() END, disabled_reason = NULL, failing_since = NULL WHERE id = ANY ($1)");
        command.Parameters.Add(new NpgsqlParameter { Value = endpoints.ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = on });
        await command.ExecuteNonQueryAsync();
        if (on) return;
        // What still waits for them is let go, so that the next block is alone.
        await using var drop = host.Database.CreateCommand("UPDATE deliveries SET state = 'dropped', failure = 'endpoint-off', finished_at = now() WHERE state = 'queued' AND recipient = ANY ($1)");
        drop.Parameters.Add(new NpgsqlParameter { Value = endpoints.ConvertAll(e => e.ToString()).ToArray() });
        await drop.ExecuteNonQueryAsync();
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
