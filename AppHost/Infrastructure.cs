using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ServiceMesh.NativeServers;

namespace ServiceMesh.AppHost;

/// <summary>
/// PostgreSQL with a database per service, RabbitMQ and Redis, in one of three modes: <c>containers</c>, <c>native</c>
/// (the installed servers as ordinary processes) or <c>external</c> (connection strings from the configuration).
/// </summary>
internal sealed class Infrastructure
{
    private readonly Dictionary<string, IResourceBuilder<IResourceWithConnectionString>> _databases = [];
    private readonly Dictionary<string, IResourceBuilder<IResourceWithConnectionString>> _brokers = [];
    private readonly List<IResourceBuilder<IResource>> _servers = [];
    private IResourceBuilder<IResourceWithConnectionString>? _broker;
    private IResourceBuilder<IResourceWithConnectionString>? _redis;

    /// <summary>Adds the servers in the mode that <c>Infrastructure</c> names, or else the one that this machine offers.</summary>
    public static Infrastructure Add(IDistributedApplicationBuilder builder, DataDirectory data, string[] databases)
    {
        var infrastructure = new Infrastructure();
        switch (InfrastructureMode.Choose(builder))
        {
            case InfrastructureMode.Containers:
                infrastructure.AddContainers(builder, data, databases);
                break;
            case InfrastructureMode.Native:
                infrastructure.AddNative(builder, data, databases);
                break;
            default:
                infrastructure.AddExternal(builder, databases);
                break;
        }
        return infrastructure;
    }

    /// <summary>Hands a service its own database, the broker (under its own user where there is one) and Redis, and lets it wait for them.</summary>
    public IResourceBuilder<ProjectResource> Connect(IResourceBuilder<ProjectResource> service, string name)
    {
        if (_databases.TryGetValue(name, out var database)) service.WithReference(database, name).WithReference(_brokers.GetValueOrDefault(name, _broker!), "messaging");
        service.WithReference(_redis!, "redis");
        foreach (var server in _servers) service.WaitFor(server);
        return service;
    }

    private void AddContainers(IDistributedApplicationBuilder builder, DataDirectory data, string[] databases)
    {
        var postgres = builder.AddPostgres("postgres", password: Password("postgres-password")).WithDataVolume("servicemesh-postgres");
        foreach (var name in databases) _databases[name] = postgres.AddDatabase($"{name}-database", name);
        var broker = builder.AddRabbitMQ("messaging", builder.AddParameter("messaging-user", "servicemesh"), Password("messaging-password"))
            .WithDataVolume("servicemesh-messaging");
        var redis = builder.AddRedis("redis", password: Password("redis-password"));
        _broker = broker;
        _redis = redis;
        _servers.AddRange([postgres, broker, redis]);

        // A volume keeps the password it was made with, so ours is kept too.
        IResourceBuilder<ParameterResource> Password(string name) => builder.ExecutionContext.IsPublishMode
            ? builder.AddParameter(name, secret: true)
            : builder.AddParameter(name, data.Secret(name, PrivateFile.NewPassword), secret: true);
    }

    private void AddNative(IDistributedApplicationBuilder builder, DataDirectory data, string[] databases)
    {
        if (Programs.MissingPackages() is { Count: > 0 } missing)
            throw new Refusal($"Missing servers. Install them (apt-get install {string.Join(' ', missing)}), start a container runtime, or give connection strings.");
        var postgres = PostgresServer.Prepare(data.In("postgres"), databases);
        var broker = RabbitMqServer.Prepare(data.In("rabbitmq"), databases);
        var redis = RedisServer.Prepare(data.In("redis"));
        _servers.AddRange(
            [AddServer(builder, postgres.Command, postgres.IsReadyAsync), AddServer(builder, broker.Command, broker.IsReadyAsync), AddServer(builder, redis.Command, redis.IsReadyAsync)]);
        foreach (var name in databases)
        {
            _databases[name] = AddConnectionString(builder, $"{name}-database", postgres.ConnectionString(name));
            _brokers[name] = AddConnectionString(builder, $"{name}-messaging", broker.ConnectionString(name));
        }
        _redis = AddConnectionString(builder, "redis-address", redis.ConnectionString);
    }

    private void AddExternal(IDistributedApplicationBuilder builder, string[] databases)
    {
        foreach (var name in databases) _databases[name] = builder.AddConnectionString(name);
        _broker = builder.AddConnectionString("messaging");
        _redis = builder.AddConnectionString("redis");
    }

    private static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(IDistributedApplicationBuilder builder, string name, string value)
    {
        builder.Configuration[$"ConnectionStrings:{name}"] = value;
        return builder.AddConnectionString(name);
    }

    private static IResourceBuilder<ExecutableResource> AddServer(
        IDistributedApplicationBuilder builder, ServerCommand command, Func<CancellationToken, Task<bool>> isReady)
    {
        var check = $"{command.Name}-ready";
        builder.Services.AddHealthChecks().AddAsyncCheck(
            check, async token => await isReady(token) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("It does not answer yet."));
        var server = builder.AddExecutable(command.Name, command.Program, command.WorkingDirectory, [.. command.Arguments]).WithHealthCheck(check);
        foreach (var (name, value) in command.Environment) server.WithEnvironment(name, value);
        return server;
    }
}
