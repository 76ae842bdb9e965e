using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using ServiceMesh.Testing;

namespace ServiceMesh.AppHost.Tests.Starting;

/// <summary>AppHost itself, started again and again on one data directory, each time until its PostgreSQL answers; the services are not waited for.</summary>
public sealed class SecondStartTests
{
    private static readonly string s_program =
        TestPaths.In("artifacts", "bin", "AppHost", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "ServiceMesh.AppHost.dll");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_start_goes_on_with_the_data_and_a_fresh_one_is_empty()
    {
        var data = Path.Combine(TestDirectory.Create("data"), "own");
        string Secret(string name) => File.ReadAllText(Path.Combine(data, "secrets", name));
        var first = await DuringAsync(data, [], async () =>
        {
            await ExecuteAsync(data, "CREATE TABLE kept (what text); INSERT INTO kept VALUES ('a row')");
            await IsRefusedAsync(data);
            return (Secret("links-key"), Secret("admin-password"));
        });
        Assert.Equal(first, await DuringAsync(data, [], async () =>
        {
            Assert.Equal("a row", await ExecuteAsync(data, "SELECT what FROM kept"));
            return (Secret("links-key"), Secret("admin-password"));
        }));
        await DuringAsync(data, ["--fresh"], async () =>
        {
            Assert.Equal(0L, await ExecuteAsync(data, "SELECT count(*) FROM pg_tables WHERE tablename = 'kept'"));
            Assert.NotEqual(first.Item1, Secret("links-key"));
            return true;
        });
    }

    /// <summary>Does something while it runs; ends it then (SIGTERM), after which nothing of it is left.</summary>
    private static async Task<T> DuringAsync<T>(string data, string[] arguments, Func<Task<T>> what)
    {
        using var host = Start(data, arguments);
        _ = host.StandardOutput.ReadToEndAsync(Ct);
        T result;
        try
        {
            await Eventually.Async(() => HasPostgres(data, host), TimeSpan.FromSeconds(120), "its PostgreSQL answers");
            result = await what();
        }
        finally
        {
            using (var stop = Process.Start("kill", ["-TERM", host.Id.ToString(CultureInfo.InvariantCulture)])) await stop.WaitForExitAsync(Ct);
            await host.WaitForExitAsync(Ct).WaitAsync(TimeSpan.FromSeconds(90), Ct);
        }
        await Eventually.Async(() => !LivingProcess.All().Any(p => p.Bears(data)), TimeSpan.FromSeconds(20), "nothing of it is left");
        return result;
    }

    private static async Task IsRefusedAsync(string data)
    {
        using var second = Start(data, []);
        var said = await second.StandardOutput.ReadToEndAsync(Ct) + await second.StandardError.ReadToEndAsync(Ct);
        await second.WaitForExitAsync(Ct);
        Assert.NotEqual(0, second.ExitCode);
        Assert.Contains("is running already", said, StringComparison.Ordinal);
    }

    private static Process Start(string data, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [s_program, .. arguments]) { WorkingDirectory = TestPaths.In("AppHost"), RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SERVICEMESH_DATA"] = data;
        // This port or the next that is free.
        start.Environment["SERVICEMESH_PORT"] = $"{Random.Shared.Next(10_000, 15_000)}";
        start.Environment["Infrastructure"] = "native";
        return Process.Start(start)!;
    }

    private static bool HasPostgres(string data, Process host)
    {
        if (host.HasExited) throw new InvalidOperationException($"It ended with {host.ExitCode}: {host.StandardError.ReadToEnd()}");
        var file = Path.Combine(data, "state.json");
        if (!File.Exists(file)) return false;
        var state = JsonDocument.Parse(File.ReadAllText(file)).RootElement;
        return state.GetProperty("processId").GetInt32() == host.Id
            && state.GetProperty("resources").EnumerateArray().Any(r => r.GetProperty("name").GetString() == "postgres" && r.GetProperty("healthy").ValueKind == JsonValueKind.True);
    }

    private static async Task<object?> ExecuteAsync(string data, string sql)
    {
        string Noted(params string[] path) => File.ReadAllText(Path.Combine([data, "postgres", .. path])).Trim();
        await using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={Noted("port")};Database=intake;Username=intake;Password={Noted("secrets", "intake")};Pooling=false");
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Ct);
    }
}
