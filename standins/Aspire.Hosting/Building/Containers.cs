using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Running;
using ServiceMesh.NativeServers;

namespace Aspire.Hosting;

/// <summary>Adds PostgreSQL.</summary>
public static class PostgresBuilderExtensions
{
    /// <summary>Adds PostgreSQL in a container, with the superuser <c>postgres</c>.</summary>
    public static IResourceBuilder<PostgresServerResource> AddPostgres(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null, int? port = null)
    {
        if (userName is not null) throw new NotSupportedException("Another superuser than postgres is not supported here.");
        var secret = ContainerCommands.Secret(password);
        var server = builder.AddResource(new PostgresServerResource(name, secret) { Image = "postgres:17.6", DataPath = "/var/lib/postgresql/data" })
            .WithEndpoint(port, 5432, name: "tcp");
        server.Resource.Settings.Environment.Add(("POSTGRES_PASSWORD", secret));
        ContainerCommands.Check(builder, server, async token => await ServerChecks.PostgresAsync((await server.Resource.GetConnectionStringAsync(token))!, token));
        server.Resource.Settings.Prepare = async token =>
            await ServerChecks.CreateDatabasesAsync((await server.Resource.GetConnectionStringAsync(token))!, server.Resource.Databases, token);
        return server;
    }

    /// <summary>Adds a database, made when the server is up and it is not there yet.</summary>
    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(
        this IResourceBuilder<PostgresServerResource> builder, string name, string? databaseName = null)
    {
        builder.Resource.Databases.Add(databaseName ?? name);
        return builder.ApplicationBuilder.AddResource(new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource));
    }

    /// <summary>Keeps the data in a named volume.</summary>
    public static IResourceBuilder<PostgresServerResource> WithDataVolume(
        this IResourceBuilder<PostgresServerResource> builder, string? name = null, bool isReadOnly = false) => ContainerCommands.Volume(builder, name);
}

/// <summary>Adds RabbitMQ.</summary>
public static class RabbitMQBuilderExtensions
{
    /// <summary>Adds RabbitMQ in a container.</summary>
    public static IResourceBuilder<RabbitMQServerResource> AddRabbitMQ(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null, int? port = null)
    {
        Deferred user = userName is null ? _ => ValueTask.FromResult<string?>("guest") : userName.Resource.GetValueAsync;
        var secret = ContainerCommands.Secret(password);
        var server = builder.AddResource(new RabbitMQServerResource(name, user, secret) { Image = "rabbitmq:4.2", DataPath = "/var/lib/rabbitmq" })
            .WithEndpoint(port, 5672, name: "tcp");
        server.Resource.Settings.Environment.Add(("RABBITMQ_DEFAULT_USER", user));
        server.Resource.Settings.Environment.Add(("RABBITMQ_DEFAULT_PASS", secret));
        // Queues belong to the node's name, which must outlive the container.
        server.Resource.Settings.Environment.Add(("RABBITMQ_NODENAME", _ => ValueTask.FromResult<string?>($"{name}@localhost")));
        ContainerCommands.Check(builder, server, token => ServerChecks.AmqpAsync(server.Resource.Tcp.Port, token));
        return server;
    }

    /// <summary>Keeps the data in a named volume.</summary>
    public static IResourceBuilder<RabbitMQServerResource> WithDataVolume(
        this IResourceBuilder<RabbitMQServerResource> builder, string? name = null, bool isReadOnly = false) => ContainerCommands.Volume(builder, name);
}

/// <summary>Adds Redis.</summary>
public static class RedisBuilderExtensions
{
    /// <summary>Adds Redis in a container.</summary>
    public static IResourceBuilder<RedisResource> AddRedis(
        this IDistributedApplicationBuilder builder, string name, int? port = null, IResourceBuilder<ParameterResource>? password = null)
    {
        var secret = ContainerCommands.Secret(password);
        var server = builder.AddResource(new RedisResource(name, secret) { Image = "redis:8.6", DataPath = "/data" }).WithEndpoint(port, 6379, name: "tcp");
        server.Resource.Settings.Environment.Add(("REDIS_PASSWORD", secret));
        server.Resource.Settings.Arguments.AddRange(["/bin/sh", "-c", "exec redis-server --requirepass \"$REDIS_PASSWORD\""]);
        ContainerCommands.Check(builder, server, async token => await ServerChecks.RedisAsync(server.Resource.Tcp.Port, await secret(token) ?? "", token));
        return server;
    }
}
