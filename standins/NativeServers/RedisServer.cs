using System.Globalization;

namespace ServiceMesh.NativeServers;

/// <summary>
/// Redis as an ordinary process, on the loopback interface only, with a generated password. It keeps nothing on disk:
/// only what may be lost lives there.
/// </summary>
public sealed class RedisServer
{
    private readonly string _directory;
    private readonly string _configuration;
    private readonly string _password;
    private readonly RunAs _account;

    private RedisServer(string directory)
    {
        _account = RunAs.For("redis");
        _directory = _account.MakeDirectory(directory);
        _password = PrivateFile.ReadOrCreate(Path.Combine(directory, "secrets", "password"), PrivateFile.NewPassword);
        Port = Ports.Remembered(Path.Combine(directory, "port"));
        _configuration = _account.WriteFile(Path.Combine(directory, "redis.conf"), $"""
            bind 127.0.0.1
            port {Port.ToString(CultureInfo.InvariantCulture)}
            requirepass {_password}
            dir {directory}
            daemonize no
            save ""
            appendonly no
            maxmemory 256mb
            maxmemory-policy volatile-lru
            loglevel notice

            """);
    }

    /// <summary>The port it listens on; kept from start to start.</summary>
    public int Port { get; }

    /// <summary>For StackExchange.Redis.</summary>
    public string ConnectionString => $"127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)},password={_password}";

    /// <summary>How to start it.</summary>
    public ServerCommand Command
    {
        get
        {
            var (program, arguments) = _account.Wrap(Programs.Require(Programs.Find("redis-server"), "redis-server"), [_configuration]);
            return new ServerCommand("redis", program, arguments, _directory, new Dictionary<string, string>());
        }
    }

    /// <summary>Writes its configuration; the directory is made when missing.</summary>
    public static RedisServer Prepare(string directory) => new(directory);

    /// <summary>True when it answers.</summary>
    public Task<bool> IsReadyAsync(CancellationToken cancellationToken) => ServerChecks.RedisAsync(Port, _password, cancellationToken);
}
