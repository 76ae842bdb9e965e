using System.Globalization;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A .NET project, run from what the build has made of it.</summary>
public class ProjectResource(string name) : Resource(name), IResourceWithEnvironment, IResourceWithServiceDiscovery, IResourceWithWaitSupport
{
    internal string ProjectPath { get; init; } = "";
}

/// <summary>Any program.</summary>
public class ExecutableResource(string name, string command, string workingDirectory)
    : Resource(name), IResourceWithEnvironment, IResourceWithEndpoints, IResourceWithWaitSupport
{
    /// <summary>The program.</summary>
    public string Command { get; } = command;

    /// <summary>The directory it starts in.</summary>
    public string WorkingDirectory { get; } = workingDirectory;
}

/// <summary>A value from the configuration (<c>Parameters:name</c>) or the description.</summary>
public class ParameterResource : Resource
{
    private readonly Func<string> _value;

    internal ParameterResource(string name, Func<string> value, bool secret)
        : base(name)
    {
        _value = value;
        Secret = secret;
    }

    /// <summary>Whether it must not be shown.</summary>
    public bool Secret { get; }

    /// <summary>The value.</summary>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken) => ValueTask.FromResult<string?>(_value());
}

/// <summary>A container, run by the container runtime's own command in the foreground.</summary>
public class ContainerResource : Resource, IResourceWithEnvironment, IResourceWithEndpoints, IResourceWithWaitSupport
{
    internal ContainerResource(string name)
        : base(name)
    {
    }

    internal string Image { get; init; } = "";

    internal List<(string Name, string Target)> Volumes { get; } = [];

    internal string DataPath { get; init; } = "";
}

/// <summary>PostgreSQL in a container.</summary>
public class PostgresServerResource : ContainerResource, IResourceWithConnectionString
{
    private readonly Deferred _password;

    internal PostgresServerResource(string name, Deferred password)
        : base(name) => _password = password;

    string? IResourceWithConnectionString.ConnectionStringEnvironmentVariable => null;

    internal EndpointReference Tcp => new(this, "tcp");

    internal List<string> Databases { get; } = [];

    /// <inheritdoc/>
    public async ValueTask<string?> GetConnectionStringAsync(CancellationToken cancellationToken = default) =>
        $"Host={Tcp.Host};Port={Tcp.Port.ToString(CultureInfo.InvariantCulture)};Username=postgres;Password={await _password(cancellationToken)}";
}

/// <summary>A database on <see cref="Parent"/>.</summary>
public class PostgresDatabaseResource(string name, string databaseName, PostgresServerResource postgresParentResource)
    : Resource(name), IResourceWithConnectionString
{
    /// <summary>The server it is on.</summary>
    public PostgresServerResource Parent { get; } = postgresParentResource;

    /// <summary>Its name there.</summary>
    public string DatabaseName { get; } = databaseName;

    string? IResourceWithConnectionString.ConnectionStringEnvironmentVariable => null;

    async ValueTask<string?> IResourceWithConnectionString.GetConnectionStringAsync(CancellationToken cancellationToken) =>
        $"{await Parent.GetConnectionStringAsync(cancellationToken)};Database={DatabaseName}";
}

/// <summary>RabbitMQ in a container.</summary>
public class RabbitMQServerResource : ContainerResource, IResourceWithConnectionString
{
    private readonly Deferred _userName;
    private readonly Deferred _password;

    internal RabbitMQServerResource(string name, Deferred userName, Deferred password)
        : base(name)
    {
        _userName = userName;
        _password = password;
    }

    string? IResourceWithConnectionString.ConnectionStringEnvironmentVariable => null;

    internal EndpointReference Tcp => new(this, "tcp");

    async ValueTask<string?> IResourceWithConnectionString.GetConnectionStringAsync(CancellationToken cancellationToken) =>
        $"amqp://{Uri.EscapeDataString(await _userName(cancellationToken) ?? "")}:{Uri.EscapeDataString(await _password(cancellationToken) ?? "")}@{Tcp.Host}:{Tcp.Port.ToString(CultureInfo.InvariantCulture)}";
}

/// <summary>Redis in a container.</summary>
public class RedisResource : ContainerResource, IResourceWithConnectionString
{
    private readonly Deferred _password;

    internal RedisResource(string name, Deferred password)
        : base(name) => _password = password;

    string? IResourceWithConnectionString.ConnectionStringEnvironmentVariable => null;

    internal EndpointReference Tcp => new(this, "tcp");

    /// <inheritdoc/>
    public async ValueTask<string?> GetConnectionStringAsync(CancellationToken cancellationToken = default) =>
        $"{Tcp.Host}:{Tcp.Port.ToString(CultureInfo.InvariantCulture)},password={await _password(cancellationToken)}";
}

/// <summary>A connection string from the configuration (<c>ConnectionStrings:name</c>).</summary>
internal sealed class ConfiguredConnectionString(string name, Func<string?> value, string? environmentVariableName)
    : Resource(name), IResourceWithConnectionString
{
    public string? ConnectionStringEnvironmentVariable { get; } = environmentVariableName;

    public ValueTask<string?> GetConnectionStringAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<string?>(value() ?? throw new InvalidOperationException($"The connection string '{Name}' is not configured (ConnectionStrings__{Name})."));
}
