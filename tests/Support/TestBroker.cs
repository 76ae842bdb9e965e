using ServiceMesh.NativeServers;
using Testcontainers.RabbitMq;

namespace ServiceMesh.Testing;

/// <summary>
/// RabbitMQ for tests. <see cref="ConnectAsync"/> gives a clean place on a shared broker; <see cref="StartPrivateAsync"/>
/// a broker of one's own that can be stopped, killed and started again.
/// </summary>
public sealed class TestBroker : IAsyncDisposable
{
    private const string Image = "rabbitmq:4.2";
    private const string Password = "servicemesh-test";
    private static readonly Lazy<Task<TestBroker>> s_shared = new(StartPrivateAsync);
    private readonly RabbitMqContainer _container;

    private TestBroker(RabbitMqContainer container) => _container = container;

    /// <summary>Its AMQP address; the same after a restart.</summary>
    public string ConnectionString => _container.GetConnectionString();

    /// <summary>
    /// An AMQP address with a virtual host of its own: on the private broker that this test process shares, or, when
    /// SERVICEMESH_TEST_RABBITMQ names a broker (an amqp:// address), that address as it is.
    /// </summary>
    public static async Task<string> ConnectAsync()
    {
        if (Environment.GetEnvironmentVariable("SERVICEMESH_TEST_RABBITMQ") is { Length: > 0 } given) return given;
        var broker = await s_shared.Value;
        var name = $"test_{Guid.CreateVersion7():N}";
        await broker.RunAsync("rabbitmqctl", "add_vhost", name);
        await broker.RunAsync("rabbitmqctl", "set_permissions", "-p", name, "servicemesh", ".*", ".*", ".*");
        return broker.ConnectionString.TrimEnd('/') + "/" + name;
    }

    /// <summary>Starts an empty broker that belongs to the caller.</summary>
    public static async Task<TestBroker> StartPrivateAsync()
    {
        var container = new RabbitMqBuilder(Image)
            .WithUsername("servicemesh").WithPassword(Password)
            .WithPortBinding(Ports.Free(), RabbitMqBuilder.RabbitMqPort)
            .Build();
        await container.StartAsync();
        return new TestBroker(container);
    }

    /// <summary>Stops it in order; durable queues keep what they hold.</summary>
    public Task StopAsync() => _container.StopAsync();

    /// <summary>Kills it (SIGKILL to the broker's process, from inside, which works in a container too).</summary>
    public async Task KillAsync()
    {
        await _container.ExecAsync(["rabbitmqctl", "eval", "os:cmd(\"kill -9 \" ++ os:getpid())."]);
        await _container.StopAsync();
    }

    /// <summary>Starts it again after <see cref="StopAsync"/> or <see cref="KillAsync"/>, at the same address.</summary>
    public Task StartAgainAsync() => _container.StartAsync();

    /// <summary>Runs one of RabbitMQ's tools on it, such as <c>rabbitmqctl list_queues</c>, and returns what it printed.</summary>
    public async Task<string> RunAsync(params string[] command)
    {
        var result = await _container.ExecAsync(command);
        return result.ExitCode == 0
            ? result.Stdout
            : throw new InvalidOperationException($"{string.Join(' ', command)}: {result.Stdout}{result.Stderr}");
    }

    /// <summary>Stops it for good.</summary>
    public ValueTask DisposeAsync() => _container.DisposeAsync();
}
