namespace ServiceMesh.Traffic.Demo.Stories;

/// <summary>Something that the product promises, played once from its beginning to its visible end. Each brings its own people and customers, so that the day's traffic leaves it alone.</summary>
public interface IStory
{
    /// <summary>What is shown, in a few words.</summary>
    string Title { get; }

    /// <summary>Plays it. Whatever does not come as it should is an exception that says so.</summary>
    Task PlayAsync(Scene scene, CancellationToken ct);
}

/// <summary>Where something can be looked at.</summary>
/// <param name="What">What is to be seen.</param>
/// <param name="Path">Below the Desk's address.</param>
public sealed record Sight(string What, string Path);

/// <summary>How a story ended.</summary>
/// <param name="Failure">Why it could not be shown; null when it was.</param>
/// <param name="Ids">What it made, by name.</param>
public sealed record Ending(string Title, string? Failure, IReadOnlyList<Sight> Sights, IReadOnlyDictionary<string, Guid> Ids);

/// <summary>A story that did not come to its end.</summary>
public sealed class StoryException(string message) : Exception(message);
