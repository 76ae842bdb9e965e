using ServiceMesh.NativeServers;

namespace Testcontainers.RabbitMq;

/// <summary>Describes a private RabbitMQ: the installed server as an ordinary process stands in for the container.</summary>
public sealed class RabbitMqBuilder
{
    /// <summary>The port inside the container.</summary>
    public const ushort RabbitMqPort = 5672;

    /// <summary>The user when none is named.</summary>
    public const string DefaultUsername = "rabbitmq";

    /// <summary>The password when none is named.</summary>
    public const string DefaultPassword = "rabbitmq";

    private readonly BrokerOwner _owner;

    /// <summary>Starts a description.</summary>
    /// <param name="image">The container's image; without meaning here, where the installed server runs.</param>
    public RabbitMqBuilder(string image)
        : this(new BrokerOwner(DefaultUsername, DefaultPassword, "/", null)) => ArgumentException.ThrowIfNullOrEmpty(image);

    private RabbitMqBuilder(BrokerOwner owner) => _owner = owner;

    /// <summary>Sets the user's name.</summary>
    public RabbitMqBuilder WithUsername(string username) => new(_owner with { User = username });

    /// <summary>Sets the user's password.</summary>
    public RabbitMqBuilder WithPassword(string password) => new(_owner with { Password = password });

    /// <summary>Fixes the port on this machine, so that the address outlives a restart.</summary>
    public RabbitMqBuilder WithPortBinding(int hostPort, int containerPort) =>
        containerPort == RabbitMqPort
            ? new(_owner with { Port = hostPort })
            : throw new ArgumentOutOfRangeException(nameof(containerPort), containerPort, "Only AMQP's port can be bound here.");

    /// <summary>The broker, not started yet.</summary>
    public RabbitMqContainer Build() => new(_owner);
}
