using System.Collections.Concurrent;
using ServiceMesh.Traffic;
using ServiceMesh.Traffic.Demo.Stories;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.EndToEnd;

/// <summary>The demo's stories, played once, side by side, in a tenant of their own: two of them wait a minute for somebody who does not answer.</summary>
public sealed class StoriesPlayed(Mesh mesh) : IAsyncLifetime
{
    private static readonly string[] s_languages = ["zh-CN", "en"];
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<string> _told = new();
    private readonly string _state = Path.Combine(Path.GetTempPath(), $"servicemesh-stories-{Guid.NewGuid():N}.json");
    private Task<IReadOnlyList<Ending>> _endings = null!;

    /// <summary>Acts for the staff of the stories' tenant.</summary>
    public GatewayClient Staff { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var (unique, password) = (Guid.NewGuid().ToString("N")[..8], "For-tests-only-" + Guid.NewGuid().ToString("N"));
        var email = $"admin.{unique}@stories.example";
        await mesh.Admin.PostAsync("/api/v1/tenants", new
        {
            key = $"stories-{unique}", name = "Stories", timeZone = "Asia/Shanghai", languages = s_languages, brand = "Stories", adminEmail = email, adminPassword = password,
            adminMustChangePassword = false,
        }, null, _stopping.Token);
        using var admin = new GatewayClient(mesh.Running.Gateway);
        await admin.SignInAsync(email, password, _stopping.Token);
        Staff = await admin.WithNewKeyAsync("stories", Settings.StaffRoles, _stopping.Token);
        var teller = new StoryTeller(Staff, "For-tests-only-" + unique, _state, mesh.Platforms, mesh.Running.Mailbox, _told.Enqueue);
        _endings = teller.PlayAsync(StoryTeller.All, _stopping.Token);
    }

    /// <summary>Waits for the end of a story, which must have come as it should.</summary>
    public async Task<Ending> EndOfAsync<TStory>(CancellationToken ct)
        where TStory : IStory, new()
    {
        var title = new TStory().Title;
        var ending = (await _endings.WaitAsync(TimeSpan.FromMinutes(5), ct)).Single(e => e.Title == title);
        Assert.True(ending.Failure is null, $"{title}: {ending.Failure}\n{string.Join('\n', _told.Where(line => line.StartsWith(title, StringComparison.Ordinal)))}");
        return ending;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            if (_endings is not null) await _endings;
        }
        catch (OperationCanceledException)
        {
            // Nobody waited for it.
        }
        Staff?.Dispose();
        _stopping.Dispose();
        File.Delete(_state);
    }
}
