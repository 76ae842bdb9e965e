using System.Text.Json;
using Npgsql;
using ServiceMesh.Insight.Record.Heads;
using ServiceMesh.Messaging;

namespace ServiceMesh.Insight.Record.Verification;

/// <summary>
/// <c>dotnet ServiceMesh.Insight.dll --verify-record [tenant]</c>: verifies one tenant's record, or all, with the service stopped or running. Needs
/// <c>ConnectionStrings__insight</c> and, for the signed heads, the <c>Record__</c> settings. Prints JSON, a line per tenant; ends with 0 when everything is
/// intact, with 1 when something was found, with 2 when it cannot be done.
/// </summary>
public static class VerifyCommand
{
    private const string Option = "--verify-record";

    /// <summary>Whether these arguments ask for it.</summary>
    public static bool Handles(string[] args) => args is [Option] or [Option, _];

    /// <summary>Does it.</summary>
    public static async Task<int> ExecuteAsync(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        if (configuration.GetConnectionString("insight") is not { Length: > 0 } connection)
        {
            await Console.Error.WriteLineAsync("ConnectionStrings__insight is not set.");
            return 2;
        }
        try
        {
            await using var database = NpgsqlDataSource.Create(connection);
            using var keys = new HeadKeys(configuration);
            var verifier = new RecordVerifier(database, keys, new HeadFiles(configuration));
            var intact = true;
            foreach (var tenant in args.Length > 1 ? [args[1]] : await TenantsAsync(database))
            {
                var result = await verifier.VerifyAsync(tenant, ShowAsync, CancellationToken.None);
                intact &= result.Intact;
                Console.WriteLine(JsonSerializer.Serialize(new { tenant, result }, EventJson.Options));
            }
            return intact ? 0 : 1;
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
    }

    private static Task ShowAsync(long done, long total, CancellationToken ct) =>
        Console.IsErrorRedirected ? Task.CompletedTask : Console.Error.WriteAsync($"\r{done} of {total}{(done == total ? "\n" : "")}");

    private static async Task<IReadOnlyList<string>> TenantsAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("SELECT tenant FROM chain_heads ORDER BY tenant");
        await using var reader = await command.ExecuteReaderAsync();
        var tenants = new List<string>();
        while (await reader.ReadAsync()) tenants.Add(reader.GetString(0));
        return tenants;
    }
}
