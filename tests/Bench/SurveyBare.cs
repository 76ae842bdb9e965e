using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace ServiceMesh.Bench;

/// <summary>The least that a page behind a secret link can cost: one hash, one statement, as many bytes. No telemetry, no identity, no page to make.</summary>
internal sealed class SurveyBare : IDisposable
{
    private const string Database = "SERVICEMESH_BENCH_DATABASE";
    private const string Bytes = "SERVICEMESH_BENCH_BYTES";
    private readonly Process _process;

    private SurveyBare(Process process, Uri address)
    {
        _process = process;
        Client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = address };
    }

    public HttpClient Client { get; }

    /// <summary>Survey's own, word for word.</summary>
    private const string Find = """
        SELECT CASE WHEN s.state = 'open' AND s.expires_at <= clock_timestamp() THEN 'expired' ELSE s.state END,
            s.number, s.subject, s.language, t.brand, t.languages, s.tenant, s.questionnaire_id, s.questionnaire_version, s.id, s.ticket_id, l.trace, b.name_zh, b.name_en
        FROM survey_links l JOIN surveys s ON s.id = l.survey_id LEFT JOIN tenant_copies t ON t.tenant = s.tenant
            LEFT JOIN brand_copies b ON b.tenant = s.tenant AND b.code = s.brand AND NOT b.retired
        WHERE l.token_hash = $1
        """;

    /// <summary>Starts it as a process of its own, as what it is compared with is one.</summary>
    public static async Task<SurveyBare> StartAsync(string database, int bytes)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(SurveyBare).Assembly.Location, "survey-bare", "--urls=http://127.0.0.1:0"]) { RedirectStandardOutput = true };
        start.Environment[Database] = database;
        start.Environment[Bytes] = bytes.ToString(CultureInfo.InvariantCulture);
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split("Now listening on: ") is not [_, var address])
                continue;
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            return new SurveyBare(process, new Uri(address.Trim()));
        }

        throw new InvalidOperationException("The bare endpoint ended.");
    }

    public void Dispose()
    {
        Client.Dispose();
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    /// <summary>The process itself.</summary>
    public static async Task RunAsync(string[] args)
    {
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable(Database)) { MaxAutoPrepare = 100, AutoPrepareMinUsages = 2, NoResetOnClose = true });
        var page = new byte[int.Parse(Environment.GetEnvironmentVariable(Bytes)!, CultureInfo.InvariantCulture)];
        page.AsSpan().Fill((byte)' ');
        var app = WebApplication.CreateSlimBuilder(args).Build();
        app.MapGet("/s/{token}", async (string token) =>
        {
            await using var command = database.CreateCommand(Find);
            command.Parameters.Add(new() { Value = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token))) });
            await using var row = await command.ExecuteReaderAsync();
            return await row.ReadAsync() && row.GetString(0) == "open" ? Results.Bytes(page, "text/html; charset=utf-8") : Results.NotFound();
        });
        await app.RunAsync();
    }
}
