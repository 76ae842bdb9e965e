using System.Net;
using ServiceMesh.Traffic.Demo.Stories;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Tests.StoriesAreTold;

public sealed class StoryTellerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_story_that_fails_says_why_and_the_others_go_on()
    {
        using var gateway = new GatewayClient(new Uri("http://gateway.example"), "key", new Refusing()) { Patience = TimeSpan.Zero };
        var told = new List<string>();
        var teller = new StoryTeller(gateway, "password", "unused", null, null, line =>
        {
            lock (told) told.Add(line);
        });

        var endings = await teller.PlayAsync([new Fails(), new Asks(), new Succeeds()], Ct);

        Assert.Equal(["nobody answered", "GET /x: 403 access.role-missing - no", null], endings.Select(e => e.Failure));
        Assert.Contains("Fails: COULD NOT BE SHOWN: nobody answered", told);
        var summary = StoryTeller.Summary(endings, new Uri("http://desk.example:8080"));
        Assert.Contains("Fails: COULD NOT BE SHOWN: nobody answered", summary, StringComparison.Ordinal);
        Assert.Contains("http://desk.example:8080/tickets/7", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_story_is_played_once_under_a_name_of_its_own()
    {
        Assert.Equal(StoryTeller.All.Count, StoryTeller.All.Select(s => s.Title).Distinct().Count());
        Assert.Equal(StoryTeller.All.Count, StoryTeller.All.Select(s => s.GetType()).Distinct().Count());
        var written = typeof(IStory).Assembly.GetTypes().Where(t => t.IsClass && t.IsAssignableTo(typeof(IStory)));
        Assert.Equal(written.OrderBy(t => t.Name), StoryTeller.All.Select(s => s.GetType()).OrderBy(t => t.Name));
    }

    [Fact]
    public async Task The_secrets_of_channels_are_kept_between_runs()
    {
        var file = Path.Combine(Path.GetTempPath(), $"servicemesh-{Guid.NewGuid():N}", "demo.json");
        var id = Guid.CreateVersion7();
        using var gateway = new GatewayClient(new Uri("http://gateway.example"), "key", new Channels(id)) { Patience = TimeSpan.Zero };
        Door first, again;
        using (var doors = new DoorBook(gateway, file)) first = await doors.OpenAsync("mail", "Mailbox", () => new Dictionary<string, string> { ["address"] = "a@b.example" }, Ct);
        using (var doors = new DoorBook(gateway, file)) again = await doors.OpenAsync("mail", "Mailbox", () => throw new InvalidOperationException("made twice"), Ct);

        Assert.Equal($"/webhooks/{id}/mail/secret", first.Path);
        // The public address is another now; the path with its secret is not.
        Assert.Equal($"http://new.example/webhooks/{id}/mail/secret", again.WebhookUrl);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    private sealed class Fails : IStory
    {
        public string Title => "Fails";

        public Task PlayAsync(Scene scene, CancellationToken ct) => throw new StoryException("nobody answered");
    }

    private sealed class Asks : IStory
    {
        public string Title => "Asks";

        public Task PlayAsync(Scene scene, CancellationToken ct) => scene.Gateway.GetAsync<IdView>("/x", ct);
    }

    private sealed class Succeeds : IStory
    {
        public string Title => "Succeeds";

        public Task PlayAsync(Scene scene, CancellationToken ct)
        {
            scene.See("a ticket", "/tickets/7");
            return Task.CompletedTask;
        }
    }

    private sealed class Refusing : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new StringContent("""{"code":"access.role-missing","detail":"no"}""") });
    }

    /// <summary>Makes one channel, and shows it afterwards without its secret.</summary>
    private sealed class Channels(Guid id) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(request.Method == HttpMethod.Post
                ? $$"""{"id":"{{id}}","webhookUrl":"http://old.example/webhooks/{{id}}/mail/secret"}"""
                : $$"""{"id":"{{id}}","active":true,"webhookUrl":"http://new.example/webhooks/{{id}}/mail/***"}"""),
        });
    }
}
