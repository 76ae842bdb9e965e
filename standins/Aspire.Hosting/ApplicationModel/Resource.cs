namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of the application.</summary>
public abstract class Resource : IResource
{
    /// <summary>Names it.</summary>
    protected Resource(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>Its name.</summary>
    public virtual string Name { get; }

    /// <summary>What the description has said of it so far.</summary>
    internal ResourceSettings Settings { get; } = new();
}

/// <summary>A value that is asked for when the process is started.</summary>
internal delegate ValueTask<string?> Deferred(CancellationToken cancellationToken);

internal sealed record HttpCheck(EndpointReference Endpoint, string Path, int StatusCode);

internal sealed record Dependency(Resource Resource, bool Completion, int ExitCode);

internal sealed class ResourceSettings
{
    public List<(string Name, Deferred Value)> Environment { get; } = [];

    /// <summary>Services it must find; their endpoints may still be described later than the reference.</summary>
    public List<IResourceWithServiceDiscovery> Services { get; } = [];

    public List<string> Arguments { get; } = [];

    public List<EndpointAnnotation> Endpoints { get; } = [];

    public List<Dependency> Dependencies { get; } = [];

    public List<string> HealthChecks { get; } = [];

    public List<HttpCheck> HttpChecks { get; } = [];

    public List<(string Endpoint, Action<ResourceUrlAnnotation> Change)> Urls { get; } = [];

    /// <summary>Runs once the resource is healthy and before anybody who waits for it goes on.</summary>
    public Func<CancellationToken, Task>? Prepare { get; set; }
}
