using ServiceMesh.Traffic.Gateway;
using ServiceMesh.Traffic.Platforms;

namespace ServiceMesh.Traffic.Demo.Stories;

/// <summary>Plays the stories side by side. One that fails says why, and the others go on.</summary>
/// <param name="gateway">A client with all staff roles.</param>
/// <param name="password">The password of the stories' people.</param>
/// <param name="stateFile">Where channels' secrets are kept between runs.</param>
/// <param name="platforms">The stand-ins for platforms outside, where they run.</param>
/// <param name="mailbox">The local mailbox, where there is one.</param>
/// <param name="tell">Takes each line.</param>
public sealed class StoryTeller(GatewayClient gateway, string password, string stateFile, LoopbackPlatforms? platforms, Uri? mailbox, Action<string> tell)
{
    /// <summary>All stories, those that take longest first.</summary>
    public static IReadOnlyList<IStory> All { get; } =
    [
        new NightCall(), new OffersGoRound(), new EveryWayIn(), new FollowUpCall(), new VisitOnSite(), new ExpiredCertificate(), new RestoreDrill(), new MailThread(), new HalfYear(),
    ];

    /// <summary>Plays them; how each ended, in their order.</summary>
    public async Task<IReadOnlyList<Ending>> PlayAsync(IReadOnlyList<IStory> stories, CancellationToken ct)
    {
        using var cast = new Cast(gateway, password);
        using var doors = new DoorBook(gateway, stateFile);
        using var mails = mailbox is null ? null : new HttpClient { BaseAddress = mailbox, Timeout = TimeSpan.FromSeconds(10) };
        return await Task.WhenAll(stories.Select(story => PlayAsync(story, new Scene(gateway, cast, doors, platforms, mails, line => tell($"{story.Title}: {line}")), ct)));
    }

    /// <summary>Where to look, and what could not be shown.</summary>
    /// <param name="desk">The Desk's address.</param>
    public static string Summary(IReadOnlyList<Ending> endings, Uri desk)
    {
        ArgumentNullException.ThrowIfNull(endings);
        var lines = new List<string> { "", "demo: look here" };
        foreach (var ending in endings)
        {
            lines.Add($"  {ending.Title}{(ending.Failure is null ? "" : $": COULD NOT BE SHOWN: {ending.Failure}")}");
            lines.AddRange(ending.Sights.Select(s => $"    {s.What}\n      {new Uri(desk, s.Path)}"));
        }
        return string.Join('\n', [.. lines, ""]);
    }

    private static async Task<Ending> PlayAsync(IStory story, Scene scene, CancellationToken ct)
    {
        string? failure = null;
        try
        {
            await story.PlayAsync(scene, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            failure = e is StoryException or GatewayException ? e.Message : $"{e.GetType().Name}: {e.Message}";
            scene.Tell($"COULD NOT BE SHOWN: {failure}");
        }
        return new Ending(story.Title, failure, [.. scene.Sights], new Dictionary<string, Guid>(scene.Ids));
    }
}
