using System.Net.Http.Headers;
using Npgsql;
using ServiceMesh.Testing;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Bench;

/// <summary>The product, started by AppHost with limits out of the way and everything else as shipped.</summary>
internal sealed class MeshUnderTest : IAsyncDisposable
{
    private static readonly string[] s_services = ["gateway", "intake", "dispatch", "sla", "notification", "survey", "insight"];

    private static readonly string[] s_allRoles = ["admin", "agent", "dispatcher", "engineer", "manager"];

    public required RunningMesh Mesh { get; init; }
    public required HttpClient Client { get; init; }
    public required object Body { get; init; }
    public required string Superuser { get; init; }

    public static async Task<MeshUnderTest> StartAsync()
    {
        var mesh = await RunningMesh.StartAsync(new Dictionary<string, string>
        {
            ["Limits__KeyPerSecond"] = "100000",
            ["Limits__TenantPerSecond"] = "100000",
            ["Limits__AddressPerSecond"] = "100000",
        });
        using var admin = new GatewayClient(mesh.Gateway);
        await admin.SignInAsync(mesh.AdminEmail, mesh.AdminPassword, default);
        using var staff = await admin.WithNewKeyAsync("bench", s_allRoles, default);
        var vendor = await Vendor.CreateAsync(staff, mesh.Mailbox, default);
        var key = await admin.PostAsync<CreatedKeyView>("/api/v1/api-keys", new { name = "load", roles = s_allRoles }, null, default);
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = mesh.Gateway };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Key);
        return new MeshUnderTest
        {
            Mesh = mesh,
            Client = client,
            Body = new { subject = "Bench", text = Load.Text, customerId = vendor.CustomerId, contactId = vendor.ContactId, productId = vendor.ProductId },
            Superuser = mesh.Superuser,
        };
    }

    /// <summary>Tickets dispatched, with clocks armed and their notices queued: the least of the three.</summary>
    public async Task<long> DoneAsync() => (await EffectsAsync()).Min(e => e.Count);

    /// <summary>Waits for the last effect. It looks five times a second only: counting costs the database more than a ticket does.</summary>
    public async Task AwaitDoneAsync(long tickets)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        try
        {
            while (await DoneAsync() < tickets) await poll.WaitForNextTickAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            var effects = string.Join(", ", (await EffectsAsync()).Select(e => $"{e.Count} {e.What}"));
            var outboxes = await Task.WhenAll(s_services.Select(async s => $"{s} {await ScalarAsync(Mesh.Database(s), "SELECT count(*) FROM messaging.outbox")}"));
            throw new InvalidOperationException($"Not all of {tickets} tickets had their effects in time: {effects}; waiting in outboxes: {string.Join(", ", outboxes)}.");
        }
    }

    private async Task<(string What, long Count)[]> EffectsAsync() =>
    [
        ("dispatched", await ScalarAsync(Mesh.Database("dispatch"), "SELECT count(*) FROM tickets WHERE engineer_id IS NOT NULL")),
        ("with clocks", await ScalarAsync(Mesh.Database("sla"), "SELECT count(*) FROM tickets")),
        ("acknowledged", await ScalarAsync(Mesh.Database("notification"), "SELECT count(*) FROM deliveries WHERE audience = 'customer'")),
    ];

    /// <summary>Whether no outbox row and no delivery is left.</summary>
    public async Task<bool> AtRestAsync()
    {
        foreach (var service in s_services)
        {
            if (await ScalarAsync(Mesh.Database(service), "SELECT count(*) FROM messaging.outbox") > 0) return false;
        }
        return true;
    }

    /// <summary>Events published so far by all services: each is one message that the broker confirmed.</summary>
    public async Task<long> PublishedAsync()
    {
        var published = 0L;
        foreach (var service in s_services) published += await ScalarAsync(Mesh.Database(service), "SELECT coalesce(sum(last), 0) FROM messaging.streams");
        return published;
    }

    public static async Task<long> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Mesh.DisposeAsync();
    }
}
