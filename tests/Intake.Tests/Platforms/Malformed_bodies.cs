using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Intake.Tests.Platforms;

/// <summary>
/// Bodies that nobody should send, to every kind of channel: a few hundred always, 10,000 with SERVICEMESH_LONG_TESTS=1. Healthy messages
/// go on meanwhile; the long form offers 50 of them a second, alone and then beside 100 malformed bodies a second, prints both rates and wants 90 %.
/// </summary>
public sealed class Malformed_bodies(IntakeHost host)
{
    private const double Healthy = 50;
    private const double Storm = 100;
    private static readonly byte[] s_large = new byte[300 * 1024];
    private static readonly byte[] s_huge = new byte[10 * 1024 * 1024];
    private static readonly string[] s_kinds = ["im", "cti", "wecom", "wechat", "feishu", "dingtalk", "telegram", "chat", "mail"];

    [Fact]
    public async Task Never_break_anything_nor_hold_up_healthy_messages()
    {
        var judged = Environment.GetEnvironmentVariable("SERVICEMESH_LONG_TESTS") == "1";
        var total = judged ? 10_000 : 420;
        var vendor = await Vendor.CreateAsync(host);
        var doors = new List<(string Kind, Func<byte[], HttpRequestMessage> Knock)>();
        foreach (var kind in s_kinds)
            doors.Add((kind, await DoorAsync(vendor, kind)));
        var healthy = await vendor.AddChannelAsync("im");
        var statuses = new Dictionary<string, int>();
        // One at a time: ten thousand at once would be half a gigabyte, and the collector would slow what is measured.
        var bodies = Bodies(new Random(20261123)).Take(total);
        async Task StormAsync()
        {
            using var client = host.Anonymous();
            var turn = 0;
            var pace = new Pace(judged ? Storm : double.PositiveInfinity);
            await Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (body, ct) =>
            {
                await pace.NextAsync(ct);
                var door = doors[Interlocked.Increment(ref turn) % doors.Count];
                using var request = door.Knock(body);
                using var answer = await client.SendAsync(request, ct);
                var status = (int)answer.StatusCode;
                Assert.True(status is >= 400 and < 500 or 200 or 202, $"{door.Kind} answered {status} to {Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(200, body.Length)))}");
                lock (statuses)
                    statuses[$"{door.Kind} {status}"] = statuses.GetValueOrDefault($"{door.Kind} {status}") + 1;
            });
        }

        if (judged)
        {
            // The first of each kind compiles what it runs through; that is neither alone nor beside.
            await HealthyAsync(healthy, "warm", AloneAsync(TimeSpan.FromSeconds(5)));
            var alone = await HealthyAsync(healthy, "alone", AloneAsync(TimeSpan.FromSeconds(30)));
            var beside = await HealthyAsync(healthy, "beside", StormAsync());
            var output = TestContext.Current.TestOutputHelper!;
            output.WriteLine($"healthy messages alone: {alone.PerSecond:0.0} /s; {Measured.Milliseconds(alone.Times)}");
            output.WriteLine($"beside {total} malformed bodies at {Storm}/s: {beside.PerSecond:0.0} /s; {Measured.Milliseconds(beside.Times)}");
            output.WriteLine(Measured.Machine());
            foreach (var (status, count) in statuses.OrderBy(s => s.Key, StringComparer.Ordinal))
                output.WriteLine($"  {status}: {count}");
            Assert.True(beside.PerSecond >= 0.9 * alone.PerSecond, $"{beside.PerSecond:0.0} /s of {alone.PerSecond:0.0} /s; {Measured.Machine()}");
        }
        else
        {
            Assert.Equal(0, await FailedAsync(healthy, StormAsync(), 80));
            Assert.Equal(80, (await host.EventsAsync<TicketOpened>(vendor.Tenant)).Count(o => o.Subject.StartsWith("healthy", StringComparison.Ordinal)));
        }

        // What could be read and was properly signed may have opened tickets; nothing else did, and nothing holds what cannot be stored.
        Assert.DoesNotContain(await host.EventsAsync<TicketOpened>(vendor.Tenant), o => (o.Text + o.Subject + o.ContactName).Contains('\0'));
        Assert.All(s_kinds, k => Assert.Contains(statuses.Keys, s => s.StartsWith(k + " 4", StringComparison.Ordinal)));
    }

    /// <summary>Offers 50 healthy messages a second while something else goes on: how many a second were taken until it ended, and how long they took.</summary>
    private static async Task<(double PerSecond, IReadOnlyCollection<double> Times)> HealthyAsync(Platform im, string name, Task meanwhile)
    {
        var (times, answers, pace, started) = (new ConcurrentBag<double>(), new List<Task>(), new Pace(Healthy), Stopwatch.GetTimestamp());
        for (var n = 0; !meanwhile.IsCompleted; n++)
        {
            await pace.NextAsync(CancellationToken.None);
            answers.Add(OneAsync(n));
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var taken = times.Count;
        await Task.WhenAll(answers);
        await meanwhile;
        return (taken / seconds, times);

        async Task OneAsync(int n)
        {
            var sent = Stopwatch.GetTimestamp();
            Assert.Equal(202, await im.StatusAsync($"{name}-{n % 50}", $"healthy {n}"));
            times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
        }
    }

    private static async Task AloneAsync(TimeSpan time)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync();
    }

    /// <summary>So many turns a second, caught up where they came late.</summary>
    private sealed class Pace(double perSecond)
    {
        private readonly long _started = Stopwatch.GetTimestamp();
        private long _turns;

        public async Task NextAsync(CancellationToken ct)
        {
            var ahead = TimeSpan.FromSeconds(Interlocked.Increment(ref _turns) / perSecond) - Stopwatch.GetElapsedTime(_started);
            if (ahead < TimeSpan.FromMilliseconds(1))
                return;
            using var timer = new PeriodicTimer(ahead);
            await timer.WaitForNextTickAsync(ct);
        }
    }

    /// <summary>Sends healthy messages while something else goes on; how many of them failed.</summary>
    private static async Task<int> FailedAsync(Platform im, Task meanwhile, int count)
    {
        var failed = 0;
        for (var i = 0; i < count; i++)
        {
            if (await im.StatusAsync($"c{i}", $"healthy {i}") != 202)
                failed++;
        }

        await meanwhile;
        return failed;
    }

    /// <summary>A way to send raw bytes to a channel with everything right that does not depend on them: signatures where the bytes are signed as they are.</summary>
    private async Task<Func<byte[], HttpRequestMessage>> DoorAsync(Vendor vendor, string kind)
    {
        if (kind is "im" or "cti")
        {
            var platform = await vendor.AddChannelAsync(kind);
            return body => platform.Raw(kind == "im" ? "messages" : "calls", body);
        }

        if (kind == "chat")
        {
            var (visitor, _) = await Chat.Visitor.OnAsync(vendor);
            return body => Door($"{visitor.Path}/messages", body, "application/json", visitor.Another().Token);
        }

        if (kind == "mail")
        {
            var made = await vendor.Staff.PostAsync("/api/v1/channels", new { kind, name = "Mail", settings = new { address = "reply@vendor.example" } });
            var path = new Uri(made.Text("webhookUrl")).AbsolutePath;
            string[] types = ["message/rfc822", "multipart/form-data; boundary=b", "application/x-www-form-urlencoded", "text/plain"];
            return body => Door(path, body, types[body.Length % types.Length]);
        }

        var im = host.Platforms.Add(kind);
        await im.ConnectAsync(vendor);
        return body =>
        {
            // Half of them inside a right envelope, half in its place.
            var text = Encoding.UTF8.GetString(body);
            var request = im switch
            {
                SimulatedTencent tencent when body.Length % 2 == 0 => tencent.Encrypted(text, DateTimeOffset.UtcNow),
                SimulatedFeishu feishu when body.Length % 2 == 0 => feishu.Signed(text, DateTimeOffset.UtcNow),
                _ => im.Request(new SimulatedMessage("m", "c", "x"), DateTimeOffset.UtcNow),
            };
            if (body.Length % 2 == 1 || im is SimulatedDingtalk or SimulatedTelegram)
                request.Content = new ByteArrayContent(body);
            return request;
        };
    }

    private static HttpRequestMessage Door(string path, byte[] body, string type, string? session = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (session is not null)
            request.Headers.Add("X-Chat-Session", session);
        return request;
    }

    private static IEnumerable<byte[]> Bodies(Random random)
    {
        const string message = """{"conversationId":"c","from":{"id":"u","name":"n"},"text":"hello","msgId":"m","update_id":1,"message":{"message_id":5,"chat":{"id":1},"from":{"id":2},"text":"x"},"callId":"1","event":"ringing"}""";
        const string xml = "<xml><FromUserName><![CDATA[u]]></FromUserName><MsgType>text</MsgType><Content>hello</Content><MsgId>7</MsgId></xml>";
        while (true)
        {
            var good = random.Next(3) == 0 ? xml : message;
            yield return random.Next(16) switch
            {
                0 => Encoding.UTF8.GetBytes(good[..random.Next(good.Length)]),
                1 => Encoding.UTF8.GetBytes(message.Replace("\"u\"", "17", StringComparison.Ordinal).Replace(":1", ":\"one\"", StringComparison.Ordinal)),
                2 => Encoding.UTF8.GetBytes(message.Insert(1, "\"text\":\"a\",\"message\":null,")),
                3 => Encoding.UTF8.GetBytes(message.Replace("hello", "\\ud800", StringComparison.Ordinal).Replace("\"x\"", "\"\\udc00\"", StringComparison.Ordinal)),
                4 => Encoding.UTF8.GetBytes(good.Replace("hello", "a\0b\\u0000", StringComparison.Ordinal)),
                5 => Encoding.UTF8.GetBytes(new string('[', 10_000)),
                6 => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 10_000))),
                7 => Encoding.UTF8.GetBytes("<xml>" + string.Concat(Enumerable.Repeat("<a>", 10_000))),
                8 => [.. Encoding.UTF8.GetBytes(message[..40]), 0xff, 0xfe, 0xc0, 0x80, .. Encoding.UTF8.GetBytes(message[40..])],
                9 => Encoding.UTF8.GetBytes(good.Replace("\"n\"", "\"a\\r\\nSet-Cookie: x\"", StringComparison.Ordinal).Replace("hello", "<script>alert(1)</script>\r\n", StringComparison.Ordinal)),
                10 => new byte[random.Next(300)],
                11 => random.Next(20) == 0 ? s_huge : s_large,
                12 => Encoding.UTF8.GetBytes("<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><xml><MsgType>&b;</MsgType></xml>"),
                13 => Encoding.UTF8.GetBytes("From: a@b.example\n" + string.Concat(Enumerable.Repeat("Content-Type: multipart/mixed; boundary=b\n\n--b\n", 2_000))),
                14 => Encoding.UTF8.GetBytes("--b\r\nContent-Disposition: form-data; name=\"from\"\r\n\r\n=?gbk?B?////?= <a@b.example>\r\n--b\r\nContent-Disposition: form-data; name=f; filename=\"a\0b/../c\ud83d.png\"\r\n\r\nMZ\r\n" + (random.Next(2) == 0 ? "--b--" : "")),
                _ => RandomBytes(random),
            };
        }
    }

    private static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[random.Next(2_000)];
        random.NextBytes(bytes);
        return bytes;
    }
}
