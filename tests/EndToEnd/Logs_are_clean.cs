namespace ServiceMesh.EndToEnd;

/// <summary>Whoever reads the logs at night finds in them only what went wrong; and neither the work nor bad requests go wrong.</summary>
[Collection(Phase.Logs)]
public sealed class Logs_are_clean(Mesh mesh)
{
    private static readonly string[] s_failures = ["fail: ", "crit: ", "Unhandled exception"];

    private static readonly string[] s_postgres = [" ERROR: ", " FATAL: ", " PANIC: "];

    [Fact]
    public void No_error_in_any_log()
    {
        var lines = mesh.Running.Logs().ToList();
        Assert.All(Storage.Services.Concat(["desk", "postgres", "messaging"]), name => Assert.Contains(lines, l => l.Resource == name));
        var wrong = lines.Index().Where(l => IsError(l.Item.Resource, l.Item.Line))
            // With the lines after it: .NET's console logger writes what happened there.
            .Select(l => $"{l.Item.Resource}: {string.Join("\n    ", lines.Skip(l.Index).Take(6).Select(x => x.Line))}").ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} errors:\n{string.Join('\n', wrong.Take(12))}");
    }

    private static bool IsError(string resource, string line) => resource switch
    {
        // Whoever asks while it still starts is told so by a FATAL of its own; that is before the work.
        "postgres" => s_postgres.Any(e => line.Contains(e, StringComparison.Ordinal)) && !line.EndsWith("the database system is starting up", StringComparison.Ordinal),
        "messaging" => line.Contains("[error]", StringComparison.Ordinal) || line.Contains("[critical]", StringComparison.Ordinal),
        _ => s_failures.Any(e => line.StartsWith(e, StringComparison.Ordinal)),
    };
}
