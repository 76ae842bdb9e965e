using System.Text.Json;
using ServiceMesh.Testing;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Bench;

/// <summary>
/// Messages that Intake accepts per second, by channel and each signed and encrypted as its platform does it, with the latency of the acknowledgement and the commits
/// that each took. Intake runs alone, with its broker away: what it acknowledges is committed, and nobody else uses the processors. Commits are counted as records in the WAL, so the server must be
/// nobody else's.
/// </summary>
internal static class IntakeBench
{
    private const int Connections = 32;
    private const int Messages = 2000;
    private const int Blocks = 3;

    private static readonly string s_text = new('x', 900);
    private static readonly string[] s_phones = ["+8613800001111"];

    public static async Task RunAsync(int blocks)
    {
        await using var server = await TestPostgres.StartAsync();
        using var intake = await ServiceUnderTest.StartAsync("Intake", new Dictionary<string, string?>
        {
            ["ConnectionStrings:intake"] = await Block.PrepareAsync(server.ConnectionString, "intake"), ["Messaging:Transport"] = "none",
            ["Intake:ChannelRequestsPerSecond"] = "100000", ["Intake:ChatMessagesPerMinute"] = "10000", ["Intake:Attachments:Directory"] = TestDirectory.Create("bench-files"),
        });
        var doors = await DoorsAsync(intake);
        Console.WriteLine($"intake alone, broker away: {Connections} connections, {Messages} messages of 1 kB a block, {blocks} blocks of each kind after a warm-up");
        foreach (var (name, knock) in doors)
        {
            await Block.RunAsync(intake.Client, server.ConnectionString, Connections, Messages / 4, knock);
            List<Block> measured = [];
            for (var block = 0; block < blocks; block++)
                measured.Add(await Block.RunAsync(intake.Client, server.ConnectionString, Connections, Messages, knock));
            var median = measured.OrderBy(b => b.PerSecond).ElementAt(measured.Count / 2);
            Console.WriteLine(
                $"  {name,-22} {median.PerSecond,6:0} /s   p50 {median.P50,6:0.0} ms   p99 {median.P99,6:0.0} ms   p99.9 {measured.Max(b => b.P999),6:0.0} ms   commits/message {measured.Average(b => b.Commits):0.00}");
        }
    }

    public static int DefaultBlocks => Blocks;

    /// <summary>Ways in, each with how its next message is made; every second kind opens a ticket with each message, the others join one of 100 tickets.</summary>
    private static async Task<List<(string Name, Func<int, HttpRequestMessage> Knock)>> DoorsAsync(ServiceUnderTest intake)
    {
        var customer = await intake.PostAsync("/api/v1/customers", new { name = "Bench" });
        var contact = await intake.PostAsync("/api/v1/contacts", new { customerId = customer.GetProperty("id").GetGuid(), name = "Li", email = "li@example.com", phones = s_phones });
        var im = await ChannelAsync(intake, "im", null);
        var cti = await ChannelAsync(intake, "cti", null);
        var chat = await ChannelAsync(intake, "chat", null);
        var mail = await ChannelAsync(intake, "mail", new { address = "reply@example.com" });
        return
        [
            ("portal/API, opens", _ => intake.Signed(HttpMethod.Post, "/api/v1/tickets", new { subject = "Bench", text = s_text, contactId = contact.GetProperty("id").GetGuid() })),
            ("im webhook, opens", n => Webhook(im, "messages", new { conversationId = $"o{n}-{Guid.NewGuid():N}", from = new { id = "u1" }, text = s_text })),
            ("im webhook, joins", n => Webhook(im, "messages", new { conversationId = $"j{n % 100}", from = new { id = "u1" }, text = s_text })),
            .. await ImDoors.OpenAsync((kind, settings) => ChannelAsync(intake, kind, settings), s_text),
            ("web chat, opens", _ => Chat(chat, Guid.NewGuid().ToString("N"))),
            ("web chat, joins", n => Chat(chat, $"{n % 100:d32}")),
            ("mail, opens", _ => Mail(mail)),
            ("answered call, opens", n => Webhook(cti, "calls", new { callId = $"{n}-{Guid.NewGuid():N}", @event = "answered", from = "+8613800001111", agent = new { name = "Wang" } })),
        ];
    }

    private static async Task<(string Path, string? Secret)> ChannelAsync(ServiceUnderTest intake, string kind, object? settings)
    {
        var made = await intake.PostAsync("/api/v1/channels", new { kind, name = kind, settings });
        return (new Uri(made.GetProperty("webhookUrl").GetString()!).AbsolutePath, made.GetProperty("secret").GetString());
    }

    private static HttpRequestMessage Webhook((string Path, string? Secret) channel, string route, object body)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body);
        var request = new HttpRequestMessage(HttpMethod.Post, channel.Path[..channel.Path.LastIndexOf('/')] + "/" + route) { Content = new ByteArrayContent(bytes) };
        foreach (var (name, value) in WebhookSigner.Headers(channel.Secret!, Guid.NewGuid().ToString("N"), TimeProvider.System.GetUtcNow(), bytes))
            request.Headers.Add(name, value);
        return request;
    }

    private static HttpRequestMessage Chat((string Path, string? Secret) channel, string session)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { clientId = Guid.NewGuid().ToString(), text = s_text });
        var request = new HttpRequestMessage(HttpMethod.Post, channel.Path.Replace("/widget.js", "/messages", StringComparison.Ordinal)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("X-Chat-Session", session);
        return request;
    }

    private static HttpRequestMessage Mail((string Path, string? Secret) channel) => new(HttpMethod.Post, channel.Path)
    {
        Content = new MultipartFormDataContent
        {
            { new StringContent("Li <li@example.com>"), "from" }, { new StringContent("reply@example.com"), "to" }, { new StringContent("Bench"), "subject" },
            { new StringContent(s_text), "text" }, { new StringContent("pass"), "SPF" }, { new StringContent($"Message-ID: <{Guid.NewGuid()}@example.com>"), "headers" },
        },
    };
}
