using System.Globalization;

namespace ServiceMesh.NativeServers;

/// <summary>
/// RabbitMQ as an ordinary process, on the loopback interface only (its Erlang distribution and port mapper too), with a
/// stable node name, a virtual host of its own, an administrator and one user per service, each with a generated password.
/// </summary>
public sealed class RabbitMqServer
{
    // epmd, Erlang's port mapper, would otherwise be started as a daemon that outlives the broker. It runs in the
    // broker's process group instead, on a port of its own, and ends with it. The broker takes this shell's place.
    private const string StartScript =
        "epmd -port \"$ERL_EPMD_PORT\" -address 127.0.0.1 & "
        + "until epmd -port \"$ERL_EPMD_PORT\" -names >/dev/null 2>&1; do sleep 0.05; done; "
        + "exec \"$0\" -noinput";

    private readonly string _directory;
    private readonly RunAs _account;
    private readonly int _distributionPort;
    private readonly int _portMapperPort;
    private readonly BrokerOwner _owner;

    private RabbitMqServer(string directory, IReadOnlyList<string> services, BrokerOwner? owner)
    {
        _account = RunAs.For("rabbitmq");
        _directory = _account.MakeDirectory(directory);
        _owner = owner ?? new BrokerOwner("administrator", Password("administrator"), "servicemesh", null);
        Port = owner?.Port ?? Ports.Remembered(Path.Combine(directory, "port"));
        _distributionPort = Ports.Remembered(Path.Combine(directory, "distribution-port"));
        _portMapperPort = Ports.Remembered(Path.Combine(directory, "port-mapper-port"));

        var cookie = Path.Combine(directory, ".erlang.cookie");
        if (!File.Exists(cookie)) _account.WriteFile(cookie, PrivateFile.NewPassword());
        _account.WriteFile(Path.Combine(directory, "enabled_plugins"), "[].\n");
        var definitions = _account.WriteFile(
            Path.Combine(directory, "definitions.json"), BrokerDefinitions.Build(_owner, services, Password));
        _account.WriteFile(Path.Combine(directory, "rabbitmq.conf"), $"""
            listeners.tcp.1 = 127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}
            load_definitions = {definitions}
            consumer_timeout = 1800000
            heartbeat = 30
            vm_memory_high_watermark.relative = 0.4
            disk_free_limit.absolute = 200MB
            raft.wal_max_size_bytes = 67108864
            log.file = false
            log.console = true
            log.console.level = warning
            log.console.use_colors = off

            """);
    }

    /// <summary>The port it takes AMQP on; kept from start to start.</summary>
    public int Port { get; }

    /// <summary>How to start it.</summary>
    public ServerCommand Command
    {
        get
        {
            var (program, arguments) = _account.Wrap("/bin/sh", ["-c", StartScript, Script("rabbitmq-server")]);
            return new ServerCommand("messaging", program, arguments, _directory, Environment);
        }
    }

    /// <summary>How to run one of RabbitMQ's tools (<c>rabbitmqctl</c> ...) on it.</summary>
    public ServerCommand Tool(string name, IReadOnlyList<string> toolArguments)
    {
        var (program, arguments) = _account.Wrap(Script(name), toolArguments);
        return new ServerCommand(name, program, arguments, _directory, Environment);
    }

    /// <summary>Writes its configuration and users; the directory is made when missing.</summary>
    /// <param name="directory">Where everything lies; made when missing.</param>
    /// <param name="services">Names of services: each gets a user of its own.</param>
    public static RabbitMqServer Prepare(string directory, IReadOnlyList<string> services) => new(directory, services, null);

    /// <summary>The same for one user who owns everything, as tests want it.</summary>
    public static RabbitMqServer Prepare(string directory, BrokerOwner owner) => new(directory, [], owner);

    /// <summary>The AMQP address with a service's own user.</summary>
    public string ConnectionString(string service) => Address(service, Password(service));

    /// <summary>The AMQP address with the administrator.</summary>
    public string AdministratorConnectionString => Address(_owner.User, _owner.Password);

    /// <summary>True when it listens, which it does only when users and queues are there.</summary>
    public Task<bool> IsReadyAsync(CancellationToken cancellationToken) => ServerChecks.AmqpAsync(Port, cancellationToken);

    private Dictionary<string, string> Environment => new()
    {
        ["HOME"] = _directory,
        ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        ["RABBITMQ_NODENAME"] = "servicemesh@localhost",
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(_directory, "rabbitmq.conf"),
        ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(_directory, "advanced.config"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_directory, "enabled_plugins"),
        ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(_directory, "mnesia"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(_directory, "log"),
        ["RABBITMQ_GENERATED_CONFIG_DIR"] = Path.Combine(_directory, "generated"),
        ["RABBITMQ_DIST_PORT"] = _distributionPort.ToString(CultureInfo.InvariantCulture),
        ["ERL_EPMD_PORT"] = _portMapperPort.ToString(CultureInfo.InvariantCulture),
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_LOG"] = "warning",
        // Makes the start script replace itself by the broker, so that the process id is the broker's.
        ["RABBITMQ_ALLOW_INPUT"] = "1",
        // No spinning schedulers: the machine's cores belong to the services.
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] =
                "-kernel inet_dist_use_interface {127,0,0,1} +B i +sbwt none +sbwtdcpu none +sbwtdio none",
    };

    private string Address(string user, string password) =>
        $"amqp://{user}:{Uri.EscapeDataString(password)}@127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}/{_owner.VirtualHost.TrimStart('/')}";

    private static string Script(string name) =>
        Path.Combine(Path.GetDirectoryName(Programs.Require(Programs.RabbitMq(), "rabbitmq-server"))!, name);

    private string Password(string user) =>
        PrivateFile.ReadOrCreate(Path.Combine(_directory, "secrets", user), PrivateFile.NewPassword);
}
