namespace ServiceMesh.NativeServers;

/// <summary>Finds the servers' programs on this machine.</summary>
public static class Programs
{
    private static readonly string[] s_path =
        [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries), "/usr/sbin", "/usr/bin", "/sbin", "/usr/local/bin"];

    /// <summary>Debian's packages of the servers that this machine lacks; empty when all are there.</summary>
    public static IReadOnlyList<string> MissingPackages()
    {
        var missing = new List<string>();
        if (PostgresDirectory() is null) missing.Add("postgresql");
        if (RabbitMq() is null || Find("erl") is null) missing.Add("rabbitmq-server");
        if (Find("redis-server") is null) missing.Add("redis-server");
        return missing;
    }

    /// <summary>Full path of a program on the path or in the usual places, or null.</summary>
    public static string? Find(string name) => s_path.Select(d => Path.Combine(d, name)).FirstOrDefault(File.Exists);

    /// <summary>The directory with <c>initdb</c> and <c>postgres</c>, the newest version there is, or null.</summary>
    internal static string? PostgresDirectory()
    {
        const string debian = "/usr/lib/postgresql";
        var versions = Directory.Exists(debian)
            ? Directory.GetDirectories(debian)
                .Where(d => File.Exists(Path.Combine(d, "bin", "initdb")))
                .OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var version) ? version : 0)
                .Select(d => Path.Combine(d, "bin"))
            : [];
        return versions.FirstOrDefault() ?? Path.GetDirectoryName(Find("initdb"));
    }

    /// <summary>
    /// RabbitMQ's own start script or null. Debian's wrapper of the same name on the path refuses ordinary users;
    /// the script behind it does not.
    /// </summary>
    internal static string? RabbitMq() =>
        File.Exists("/usr/lib/rabbitmq/bin/rabbitmq-server") ? "/usr/lib/rabbitmq/bin/rabbitmq-server" : Find("rabbitmq-server");

    internal static string Require(string? path, string package) =>
        path ?? throw new InvalidOperationException($"{package} is not installed. On Debian: apt-get install {package}");
}
