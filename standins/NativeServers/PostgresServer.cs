using System.Globalization;
using System.Text;

namespace ServiceMesh.NativeServers;

/// <summary>
/// PostgreSQL as an ordinary process: a private cluster in one directory, on the loopback interface only, with
/// generated passwords, and for every service a database and a role of its own that can enter no other database.
/// </summary>
public sealed class PostgresServer
{
    private readonly string _bin;
    private readonly string _data;
    private readonly string _secrets;
    private readonly RunAs _account;
    private readonly bool _durable;

    private PostgresServer(string directory, bool durable)
    {
        _bin = Programs.Require(Programs.PostgresDirectory(), "postgresql");
        _account = RunAs.For("postgres");
        _durable = durable;
        _account.MakeDirectory(directory);
        _data = Path.Combine(directory, "data");
        _secrets = Path.Combine(directory, "secrets");
    }

    /// <summary>The port it listens on; kept from start to start.</summary>
    public int Port { get; private set; }

    /// <summary>How to start it.</summary>
    public ServerCommand Command
    {
        get
        {
            var (program, arguments) = _account.Wrap(Path.Combine(_bin, "postgres"), ["-D", _data]);
            return new ServerCommand("postgres", program, arguments, Path.GetDirectoryName(_data)!, new Dictionary<string, string>());
        }
    }

    /// <summary>
    /// Makes what is not there yet: the cluster, and a role and a database for each name. The server must not be running.
    /// </summary>
    /// <param name="directory">Where everything lies; made when missing.</param>
    /// <param name="databases">Names of databases, which are also their roles' names: lower-case letters, digits, '_'.</param>
    /// <param name="durable">False only for tests: nothing is flushed to disk then.</param>
    public static PostgresServer Prepare(string directory, IReadOnlyList<string> databases, bool durable = true)
    {
        var server = new PostgresServer(directory, durable);
        if (!File.Exists(Path.Combine(server._data, "PG_VERSION"))) server.Initialise();
        server.Port = Ports.Remembered(Path.Combine(directory, "port"));
        server.Configure();
        server.CreateDatabases(databases);
        return server;
    }

    /// <summary>The connection string of a service's own role on its own database.</summary>
    public string ConnectionString(string database) => ConnectionString(database, database);

    /// <summary>The connection string of the superuser.</summary>
    public string SuperuserConnectionString(string database = "postgres") => ConnectionString(database, "postgres");

    /// <summary>True when it takes connections.</summary>
    public Task<bool> IsReadyAsync(CancellationToken cancellationToken) => ServerChecks.PostgresAsync(SuperuserConnectionString(), cancellationToken);

    private string ConnectionString(string database, string role) =>
        $"Host=127.0.0.1;Port={Port.ToString(CultureInfo.InvariantCulture)};Database={database};Username={role};Password={Password(role)}";

    private string Password(string role) => PrivateFile.ReadOrCreate(Path.Combine(_secrets, role), PrivateFile.NewPassword);

    private void Initialise()
    {
        // initdb refuses a directory with something in it, such as one whose making was interrupted.
        if (Directory.Exists(_data)) Directory.Delete(_data, recursive: true);
        var passwordFile = _account.WriteFile(Path.Combine(Path.GetDirectoryName(_data)!, "initial-password"), Password("postgres"));
        List<string> arguments =
            ["-D", _data, "-U", "postgres", "--auth=scram-sha-256", $"--pwfile={passwordFile}", "-E", "UTF8", "--locale=C.UTF-8"];
        if (!_durable) arguments.Add("--no-sync");
        _account.Run(Path.Combine(_bin, "initdb"), arguments, Path.GetDirectoryName(_data)!);
        File.Delete(passwordFile);
    }

    private void Configure()
    {
        var settings = new StringBuilder($"""
            # Written at every start; own settings belong into postgresql.auto.conf (ALTER SYSTEM).
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            port = {Port}
            max_connections = 400
            shared_buffers = 256MB
            max_wal_size = 4GB
            wal_compression = on
            checkpoint_timeout = 15min
            log_checkpoints = off
            autovacuum_naptime = 15s
            random_page_cost = 1.1
            jit = off
            timezone = 'UTC'
            log_timezone = 'UTC'
            log_line_prefix = '%m [%p] %u@%d '

            """);
        // Counts statements for tests and operators; part of Debian's server package, absent elsewhere.
        if (File.Exists(Path.Combine(Path.GetDirectoryName(_bin)!, "lib", "pg_stat_statements.so")))
            settings.AppendLine("shared_preload_libraries = 'pg_stat_statements'");
        if (!_durable)
            settings.AppendLine("fsync = off").AppendLine("full_page_writes = off");
        _account.WriteFile(Path.Combine(_data, "servicemesh.conf"), settings.ToString());

        var main = Path.Combine(_data, "postgresql.conf");
        const string include = "include 'servicemesh.conf'";
        if (!File.ReadLines(main).Contains(include)) File.AppendAllText(main, "\n" + include + "\n");
    }

    /// <summary>In single-user mode, so that the databases are there before anybody can connect.</summary>
    private void CreateDatabases(IReadOnlyList<string> databases)
    {
        var marker = Path.Combine(Path.GetDirectoryName(_data)!, "databases");
        var existing = File.Exists(marker) ? File.ReadAllLines(marker) : [];
        var added = databases.Except(existing).ToList();
        if (added.Count == 0) return;
        var sql = new StringBuilder();
        foreach (var name in added)
        {
            sql.AppendLine(CultureInfo.InvariantCulture, $"CREATE ROLE \"{name}\" LOGIN PASSWORD '{Password(name)}'");
            sql.AppendLine(CultureInfo.InvariantCulture, $"CREATE DATABASE \"{name}\" OWNER \"{name}\"");
            sql.AppendLine(CultureInfo.InvariantCulture, $"REVOKE ALL ON DATABASE \"{name}\" FROM PUBLIC");
        }
        _account.Run(Path.Combine(_bin, "postgres"), ["--single", "-D", _data, "-c", "log_min_messages=fatal", "postgres"], Path.GetDirectoryName(_data)!, sql.ToString());
        File.WriteAllLines(marker, existing.Concat(added));
    }
}
