using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using ServiceMesh.Sla.Tests.Service;
using ServiceMesh.Testing;
using Xunit;
using Vendor = ServiceMesh.Sla.Tests.Service.Vendor;

namespace ServiceMesh.Sla.Tests.Reprocess;

/// <summary>A tenant that makes and re-processes promises which lie days around now, so that nothing fires in between.</summary>
internal sealed class ReprocessVendor(SlaApp app)
{
    private static readonly string[] _days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    private static readonly string[] _wholeDay = ["00:00-24:00"];

    public Vendor Vendor { get; } = app.NewVendor();

    public DateTimeOffset Opened { get; } = Service.Vendor.Now.AddHours(-10);

    public Task PolicyAsync(string target, string calendar = "always", string name = "mine", string? level = null, int position = 5) => PostAsync(
        "policies",
        $$$"""{"name":"{{{name}}}","calendar":"{{{calendar}}}","position":{{{position}}},"serviceLevels":{{{(level is null ? "null" : $"[\"{level}\"]")}}},"rules":[{"name":"all","targets":{"resolution":"{{{target}}}"}}]}""");

    public async Task CalendarAsync(params string[] holidays)
    {
        var week = _days.ToDictionary(d => d, _ => _wholeDay);
        Assert.Equal(HttpStatusCode.Created, (await Vendor.PostAsync("/api/v1/sla/calendars", new { name = "own", timeZone = "UTC", week, holidays })).Status);
    }

    public async Task PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.Created, (await Vendor.SendAsync(HttpMethod.Post, $"/api/v1/sla/{path}", content)).Status);
    }

    public async Task<Guid> OpenAsync(string? level = null)
    {
        var ticket = Guid.CreateVersion7();
        await app.DeliverAsync(Vendor.Triaged(ticket, Opened, serviceLevel: level));
        return ticket;
    }

    /// <summary>Opens some, in the order in which a job looks at them.</summary>
    public async Task<List<Guid>> OpenAsync(int count)
    {
        var tickets = new List<Guid>();
        while (tickets.Count < count)
        {
            tickets.Add(await OpenAsync());
        }

        return [.. tickets.OrderBy(t => t.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>Starts what is asked for, previewed before unless it is a dry run itself.</summary>
    public async Task<Guid> StartAsync(object request)
    {
        var body = JsonSerializer.SerializeToNode(request)!.AsObject();
        if (body["dryRun"]?.GetValue<bool>() != true)
        {
            var preview = body.DeepClone().AsObject();
            preview["dryRun"] = true;
            body["previewId"] = (await DoneAsync(await AskAsync(preview), TimeSpan.FromMinutes(15)))["id"]!.GetValue<Guid>();
        }

        return await AskAsync(body);
    }

    /// <summary>Asks for just that.</summary>
    public async Task<Guid> AskAsync(object request)
    {
        var (status, body) = await Vendor.PostAsync("/api/v1/sla/reprocess", request);
        Assert.Equal((HttpStatusCode.Accepted, null), (status, body["detail"]?.ToString()));
        return body["id"]!.GetValue<Guid>();
    }

    public async Task<JsonNode> RunAsync(object request) => await DoneAsync(await StartAsync(request));

    public Task<JsonNode> DoneAsync(Guid job, TimeSpan? within = null) => IsAsync("done", job, within);

    public Task<JsonNode> IsAsync(string state, Guid job, TimeSpan? within = null) => Eventually.Async(
        async () =>
        {
            var (_, body) = await Vendor.GetAsync($"/api/v1/sla/reprocess/{job}");
            return body["state"]!.ToString() == state ? body : null;
        },
        within, $"the re-process is {state}");

    public async Task<DateTimeOffset?> DueAsync(Guid ticket) =>
        (await Vendor.ClocksAsync(ticket))["clocks"]!.AsArray().Last()!["dueAt"]?.GetValue<DateTimeOffset>();

    /// <summary>How often terms were chosen anew for these tickets.</summary>
    public async Task<int> ChosenAsync(params Guid[] tickets)
    {
        await using var command = app.Database.CreateCommand("SELECT count(*)::int FROM facts WHERE tenant = $1 AND ticket_id = ANY($2) AND kind = 'reprocessed'");
        command.Parameters.Add(new() { Value = Vendor.Tenant });
        command.Parameters.Add(new() { Value = tickets });
        return (int)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Holds a ticket as something that is just written holds it, until disposed.</summary>
    public Task<HeldTicket> HoldAsync(Guid ticket) => HeldTicket.TakeAsync(app.Database, Vendor.Tenant, ticket);

    public static (int Total, int Scanned, int Concerned, int Changed, int Unchanged, int Ended, int Failed) Counts(JsonNode job)
    {
        var result = job["result"]!;
        return (Int("total"), Int("scanned"), Int("concerned"), Int("changed"), Int("unchanged"), Int("ended"), Int("failed"));

        int Int(string name) => result[name]!.GetValue<int>();
    }
}

/// <summary>A ticket that is just being written by somebody else.</summary>
internal sealed class HeldTicket : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly string _tenant;
    private readonly Guid _ticket;

    private HeldTicket(NpgsqlConnection connection, NpgsqlTransaction transaction, string tenant, Guid ticket) =>
        (_connection, _transaction, _tenant, _ticket) = (connection, transaction, tenant, ticket);

    public static async Task<HeldTicket> TakeAsync(NpgsqlDataSource database, string tenant, Guid ticket)
    {
        var connection = await database.OpenConnectionAsync();
        var held = new HeldTicket(connection, await connection.BeginTransactionAsync(), tenant, ticket);
        await held.ExecuteAsync("SELECT FROM tickets WHERE tenant = $1 AND ticket_id = $2 FOR UPDATE");
        return held;
    }

    /// <summary>What was being written is that it was resolved.</summary>
    public async Task ResolveAsync()
    {
        await ExecuteAsync("INSERT INTO facts (tenant, ticket_id, at, kind, detail, sequence) VALUES ($1, $2, now(), 'resolved', '', 9)");
        await _transaction.CommitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection, _transaction);
        command.Parameters.Add(new() { Value = _tenant });
        command.Parameters.Add(new() { Value = _ticket });
        await command.ExecuteNonQueryAsync();
    }
}
