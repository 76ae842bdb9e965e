using System.Globalization;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>One address that a resource listens on.</summary>
public sealed class EndpointAnnotation
{
    internal EndpointAnnotation(string name, string scheme)
    {
        Name = name;
        UriScheme = scheme;
    }

    /// <summary>The name, for example <c>http</c>.</summary>
    public string Name { get; set; }

    /// <summary>The scheme of its address, for example <c>http</c> or <c>tcp</c>.</summary>
    public string UriScheme { get; set; }

    /// <summary>The port others use; a free one is chosen when null.</summary>
    public int? Port { get; set; }

    /// <summary>The port the resource itself listens on: the same, except in a container.</summary>
    public int? TargetPort { get; set; }

    /// <summary>The address it listens on; the loopback interface unless set.</summary>
    public string TargetHost { get; set; } = "localhost";

    /// <summary>Whether it is meant for the world outside.</summary>
    public bool IsExternal { get; set; }

    /// <summary>The variable that tells the process its port, if it wants one.</summary>
    internal string? Variable { get; init; }

    internal int? Allocated { get; set; }
}

/// <summary>A reference to an endpoint, whose address is known when the application runs.</summary>
public sealed class EndpointReference
{
    internal EndpointReference(IResourceWithEndpoints owner, string endpointName)
    {
        Resource = owner;
        EndpointName = endpointName;
    }

    /// <summary>Whose endpoint it is.</summary>
    public IResourceWithEndpoints Resource { get; }

    /// <summary>The endpoint's name.</summary>
    public string EndpointName { get; }

    /// <summary>Whether there is such an endpoint.</summary>
    public bool Exists => Find() is not null;

    /// <summary>Whether its address is known.</summary>
    public bool IsAllocated => Find()?.Allocated is not null;

    /// <summary>The host to connect to.</summary>
    public string Host { get; } = "127.0.0.1";

    /// <summary>The port to connect to.</summary>
    /// <exception cref="InvalidOperationException">There is no such endpoint or its port is not known yet.</exception>
    public int Port => EndpointAnnotation.Allocated ?? throw new InvalidOperationException($"The port of {Resource.Name}/{EndpointName} is not known yet.");

    /// <summary>The scheme, for example <c>http</c>.</summary>
    public string Scheme => EndpointAnnotation.UriScheme;

    /// <summary>The address, for example <c>http://127.0.0.1:5000</c>.</summary>
    public string Url => $"{Scheme}://{Host}:{Port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The endpoint itself.</summary>
    public EndpointAnnotation EndpointAnnotation =>
        Find() ?? throw new InvalidOperationException($"{Resource.Name} has no endpoint named {EndpointName}.");

    private EndpointAnnotation? Find() => ((Resource)Resource).Settings.Endpoints.Find(e => e.Name == EndpointName);
}

/// <summary>An address as it is shown to people.</summary>
public sealed class ResourceUrlAnnotation
{
    /// <summary>The address.</summary>
    public required string Url { get; set; }

    /// <summary>What it is called; the address itself when null.</summary>
    public string? DisplayText { get; set; }

    /// <summary>The endpoint it belongs to.</summary>
    public EndpointReference? Endpoint { get; init; }
}
