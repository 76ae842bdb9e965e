using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.EndToEnd;

/// <summary>Webhooks that are not the platform's, not of now, not readable, or not new.</summary>
[Collection(Phase.Work)]
public sealed class Webhooks_that_are_wrong(Mesh mesh, TwoTenants tenants)
{
    private static readonly TimeSpan s_tooFar = TimeSpan.FromSeconds(330);

    public static TheoryData<string> Kinds => ["im", "cti"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Not_the_platforms(string kind)
    {
        var (channel, body) = (ChannelOf(kind), BodyOf(kind));
        var other = kind == "im" ? mesh.Vendor.Hotline : mesh.Vendor.Im;
        var strangers = kind == "im" ? tenants.StrangersVendor.Im : tenants.StrangersVendor.Hotline;
        await NothingIsStoredAsync(async platform =>
        {
            foreach (var secret in new[] { other.Secret, strangers.Secret, "whsec_" + Convert.ToBase64String(new byte[24]) })
                Visitor.Refuses(await platform.SendWebhookAsync(channel, "w-1", body, secret), 401, "webhook.bad-signature");
            foreach (var (name, value) in new[]
            {
                ("webhook-signature", ""), ("webhook-signature", "v1,"), ("webhook-signature", "v1,%%%"), ("webhook-signature", "v2,AAAA"), ("webhook-signature", string.Join(' ', Enumerable.Repeat("v1,AAAA", 500))),
                ("webhook-id", ""), ("webhook-id", "another"), ("webhook-id", new string('x', 201)), ("webhook-timestamp", ""), ("webhook-timestamp", "now"), ("webhook-timestamp", "99999999999999999999"),
            })
            {
                Visitor.Refuses(await platform.SendWebhookAsync(channel, "w-2", body, headers: new Dictionary<string, string> { [name] = value }), 401, "webhook.bad-signature");
            }
            var path = $"/webhooks/{channel.Id}/{(kind == "im" ? "messages" : "calls")}";
            Visitor.Refuses(await platform.SendAsync(HttpMethod.Post, path, Visitor.Json(body)), 401, "webhook.bad-signature");
            var signed = WebhookSigner.Headers(channel.Secret, "w-3", DateTimeOffset.UtcNow, "{}"u8);
            Visitor.Refuses(await platform.SendAsync(HttpMethod.Post, path, Visitor.Json(body), signed), 401, "webhook.bad-signature");
            Visitor.Refuses(await platform.SendWebhookAsync(channel with { Id = strangers.Id }, "w-4", body), 401, "webhook.bad-signature");
            Visitor.Refuses(await platform.SendWebhookAsync(channel with { Id = Guid.NewGuid() }, "w-5", body), 404, "channel.not-found");
            Visitor.Refuses(await platform.SendWebhookAsync(other with { Kind = kind }, "w-6", body), 404, "channel.not-found");
        });
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task Not_of_now(string kind) => NothingIsStoredAsync(async platform =>
    {
        foreach (var away in new[] { -s_tooFar, s_tooFar, TimeSpan.FromDays(-400), TimeSpan.FromDays(400) })
            Visitor.Refuses(await platform.SendWebhookAsync(ChannelOf(kind), "w-1", BodyOf(kind), away: away), 401, "webhook.outside-window");
    });

    [Theory]
    [InlineData("im", "", "{", "null", "[]", "7", "{}", """{"conversationId":"c","from":{"id":"u"}}""", """{"conversationId":"c","text":"x"}""", """{"conversationId":"c","from":{},"text":"x"}""",
        """{"conversationId":"c","from":"u","text":"x"}""", """{"conversationId":7,"from":{"id":"u"},"text":"x"}""", """{"conversationId":"c","from":{"id":"u"},"text":""}""", """{"conversationId":"c","from":{"id":"u"},"text":null}""",
        """{"conversationId":"c","from":{"id":"u"},"text":"\u0000"}""", """{"conversationId":"c","from":{"id":"u"},"text":"\ud800"}""", """{"conversationId":"c\u0000","from":{"id":"u"},"text":"x"}""",
        """{"conversationId":"c","from":{"id":"u","email":"no mail"},"text":"x"}""", """{"conversationId":"c","from":{"id":"u"},"text":"x","sentAt":"yesterday"}""")]
    [InlineData("cti", "", "{", "null", "[]", "{}", """{"callId":"c"}""", """{"callId":"c","event":"exploded"}""", """{"callId":"c","event":2}""", """{"callId":7,"event":"ringing"}""", """{"callId":"\u0000","event":"ringing"}""",
        """{"callId":"\ud800","event":"missed"}""", """{"callId":"c","event":"answered","agent":{}}""", """{"callId":"c","event":"answered","agent":"Li Na"}""", """{"callId":"c","event":"missed","at":"noon"}""",
        """{"callId":"c","event":"missed","recordingUrl":"no url"}""", """{"callId":"","event":"missed"}""")]
    public Task Not_readable(string kind, params string[] bodies) => NothingIsStoredAsync(async platform =>
    {
        foreach (var body in bodies)
            Assert.Null(Visitor.FaultOf(await platform.SendWebhookAsync(ChannelOf(kind), Guid.NewGuid().ToString(), body), 400, "request.invalid") is { } fault ? $"{body}: {fault}" : null);
        var large = $$"""{"conversationId":"c","text":"{{new string('x', 256 * 1024)}}"}""";
        Visitor.Refuses(await platform.SendWebhookAsync(ChannelOf(kind), Guid.NewGuid().ToString(), large), 413, "request.too-large");
        if (kind == "cti")
            Visitor.Refuses(await platform.SendWebhookAsync(ChannelOf(kind), Guid.NewGuid().ToString(), """{"callId":"c","event":"missed","at":"2020-01-01T00:00:00Z"}"""), 400, "call.too-old");
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Not_new(string kind)
    {
        using var platform = new Visitor(mesh);
        var id = Guid.NewGuid().ToString();
        var body = BodyOf(kind);
        var first = await platform.SendWebhookAsync(ChannelOf(kind), id, body);
        Assert.Equal(202, first.Status);
        await new Ticket(mesh, first.Json.GetProperty("ticketId").GetGuid()).BecomesAsync("assigned");
        await NothingIsStoredAsync(async again =>
        {
            foreach (var away in new[] { 0, -200, 200 })
            {
                var answer = await again.SendWebhookAsync(ChannelOf(kind), id, body, away: TimeSpan.FromSeconds(away));
                Assert.Equal(202, answer.Status);
                Assert.Equal(first.Json.GetProperty("ticketId").GetGuid(), answer.Json.GetProperty("ticketId").GetGuid());
                if (kind == "im") Assert.False(answer.Json.GetProperty("created").GetBoolean());
            }
        });
    }

    private ChannelAccess ChannelOf(string kind) => kind == "im" ? mesh.Vendor.Im : mesh.Vendor.Hotline;

    private static string BodyOf(string kind) => kind == "im"
        ? $$"""{"conversationId":"c-{{Guid.NewGuid():N}}","from":{"id":"u-1","name":"Zhao Min"},"text":"The printer is on fire"}"""
        : $$"""{"callId":"c-{{Guid.NewGuid():N}}","event":"missed","from":"+8613900000000","to":"+864008001234"}""";

    private Task NothingIsStoredAsync(Func<Visitor, Task> what) => Storage.StaysAsync(mesh, new Visitor(mesh), what);
}
