using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using ServiceMesh.Testing;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Faults;

/// <summary>Tickets flow at 20 a second while every service is killed (SIGKILL) once and the broker is restarted once.</summary>
public sealed class Everything_is_killed_once
{
    private static readonly string[] s_services = ["intake", "dispatch", "sla", "notification", "survey", "insight", "gateway"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_happens_twice()
    {
        var duration = TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("SERVICEMESH_LONG_TESTS") == "1" ? 60 : 24);
        await using var mesh = await RunningMesh.StartAsync();
        using var admin = new GatewayClient(mesh.Gateway);
        await admin.SignInAsync(mesh.AdminEmail, mesh.AdminPassword, Ct);
        using var staff = await admin.WithNewKeyAsync("faults", ["admin", "agent", "dispatcher", "engineer", "manager"], Ct);
        using var sink = new HttpClient { BaseAddress = mesh.Mailbox };
        var vendor = await Vendor.CreateAsync(staff, sink.BaseAddress!, Ct);

        var journal = new Journal(staff, vendor);
        var traffic = journal.RunAsync(20, duration, Ct);
        await KillEverythingAsync(mesh, duration / (s_services.Length + 2));
        await mesh.WaitUntilReadyAsync(TimeSpan.FromSeconds(30));
        await traffic;

        Assert.Empty(journal.Refused);
        Assert.Equal(journal.Attempts, journal.Acknowledged.Count);
        await Eventually.Async(async () => await QuietAsync(mesh, journal.Attempts), TimeSpan.FromSeconds(120), "everything has come to rest");
        await CountDatabasesAsync(mesh, journal.Acknowledged);
        await CountTimelinesAsync(staff, journal.Acknowledged);
        await CountMailsAsync(sink, vendor, journal.Acknowledged);
        TestContext.Current.SendDiagnosticMessage($"{journal.Attempts} attempts, {journal.Acknowledged.Count} acknowledged, {staff.Repeats} repeated requests");
    }

    private static async Task KillEverythingAsync(RunningMesh mesh, TimeSpan every)
    {
        using var pace = new PeriodicTimer(every);
        foreach (var service in s_services)
        {
            await pace.WaitForNextTickAsync(Ct);
            await mesh.KillAsync(service);
            await mesh.CommandAsync("start", service);
        }
        await pace.WaitForNextTickAsync(Ct);
        await mesh.CommandAsync("restart", "messaging");
    }

    /// <summary>Every outbox is empty, nothing waits for its turn again, and every ticket has its survey's mail queued and sent.</summary>
    private static async Task<bool> QuietAsync(RunningMesh mesh, int tickets)
    {
        foreach (var service in s_services)
        {
            if (await ScalarAsync(mesh, service, "SELECT count(*) FROM messaging.outbox") > 0) return false;
            if (await ScalarAsync(mesh, service, "SELECT count(*) FROM messaging.timers WHERE kind = 'messaging.redeliver'") > 0) return false;
        }
        return await ScalarAsync(mesh, "survey", "SELECT count(*) FROM surveys") == tickets
            && await ScalarAsync(mesh, "notification", "SELECT count(*) FROM deliveries WHERE state NOT IN ('delivered', 'failed', 'dropped')") == 0
            && await ScalarAsync(mesh, "insight", "SELECT count(*) FROM timeline WHERE type = 'NotificationDelivered'")
                == await ScalarAsync(mesh, "notification", "SELECT count(*) FROM deliveries WHERE state = 'delivered'");
    }

    private static async Task CountDatabasesAsync(RunningMesh mesh, IReadOnlyCollection<OpenedTicketView> tickets)
    {
        Assert.Equal(tickets.Count, await ScalarAsync(mesh, "intake", "SELECT count(*) FROM tickets"));
        Assert.Equal(tickets.Count, await ScalarAsync(mesh, "intake", "SELECT count(DISTINCT number) FROM tickets"));
        Assert.Equal(tickets.Count, await ScalarAsync(mesh, "dispatch", "SELECT count(*) FROM tickets WHERE state = 'closed'"));
        Assert.Equal(tickets.Count, await ScalarAsync(mesh, "survey", "SELECT count(DISTINCT ticket_id) FROM surveys"));
        foreach (var service in s_services) Assert.Equal(0, await ScalarAsync(mesh, service, "SELECT count(*) FROM messaging.timers WHERE kind = 'messaging.redeliver'"));
    }

    private static async Task CountTimelinesAsync(GatewayClient staff, IReadOnlyCollection<OpenedTicketView> tickets)
    {
        foreach (var ticket in tickets)
        {
            var items = (await staff.GetAsync<ListView<TimelineItemView>>($"/api/v1/insight/tickets/{ticket.Id}/timeline?limit=200", Ct)).Items;
            foreach (var once in new[] { "TicketOpened", "TicketTriaged", "TicketAssigned", "TicketResolved", "TicketClosed", "SurveySent" })
                Assert.True(items.Count(i => i.Type == once) == 1, $"{ticket.Number}: {items.Count(i => i.Type == once)} x {once}");
            foreach (var stream in items.Where(i => i.Publisher is "intake" or "dispatch" or "sla" or "survey").GroupBy(i => i.Publisher))
                Assert.Equal(Enumerable.Range(1, stream.Count()).Select(n => (long)n), stream.Select(i => i.Sequence).Order());
        }
    }

    private static async Task CountMailsAsync(HttpClient sink, Vendor vendor, IReadOnlyCollection<OpenedTicketView> tickets)
    {
        var mails = (await sink.GetFromJsonAsync<JsonElement>($"/mails?to={Uri.EscapeDataString(vendor.ContactEmail)}", Ct)).GetProperty("items").EnumerateArray()
            .Select(m => (Id: m.GetProperty("messageId").GetString(), Text: m.GetProperty("subject").GetString() + m.GetProperty("text").GetString())).ToList();
        // A kill between the server's acceptance and our record sends a mail again under the same Message-ID: mail programs show one.
        var distinct = mails.DistinctBy(m => m.Id).ToList();
        foreach (var ticket in tickets)
        {
            Assert.True(distinct.Any(m => m.Text.Contains(ticket.Number, StringComparison.Ordinal) && m.Text.Contains("/p/", StringComparison.Ordinal) && !m.Text.Contains("/s/", StringComparison.Ordinal)), $"{ticket.Number} was not acknowledged by mail");
            Assert.Single(distinct, m => m.Text.Contains(ticket.Number, StringComparison.Ordinal) && m.Text.Contains("/s/", StringComparison.Ordinal));
        }
    }

    private static async Task<long> ScalarAsync(RunningMesh mesh, string service, string sql)
    {
        await using var connection = new NpgsqlConnection(mesh.Database(service));
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(Ct))!;
    }
}
