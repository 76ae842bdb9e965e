using System.Diagnostics;
using ServiceMesh.Testing;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Faults;

/// <summary>Tickets flow at 20 a second while every service is killed (SIGKILL) once and the broker is restarted once.</summary>
public sealed class Everything_is_killed_once
{
    private static readonly string[] s_killed = [.. Databases.Services.Where(s => s != "gateway"), "desk", "gateway"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_happens_twice()
    {
        var duration = TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("SERVICEMESH_LONG_TESTS") == "1" ? 60 : 24);
        await using var mesh = await RunningMesh.StartAsync();
        // What was asked for is asked for again until it is acknowledged, however long a busy machine takes.
        using var admin = new GatewayClient(mesh.Gateway) { Patience = TimeSpan.FromMinutes(3) };
        await admin.SignInAsync(mesh.AdminEmail, mesh.AdminPassword, Ct);
        using var staff = await admin.WithNewKeyAsync("faults", ["admin", "agent", "dispatcher", "engineer", "manager"], Ct);
        using var sink = new HttpClient { BaseAddress = mesh.Mailbox };
        var vendor = await Vendor.CreateAsync(staff, sink.BaseAddress!, Ct);
        var databases = new Databases(mesh);

        var journal = new Journal(staff, vendor, await Hurry.SignAsync(staff, vendor, Ct));
        var traffic = journal.RunAsync(20, duration, Ct);
        await KillEverythingAsync(mesh, duration / (s_killed.Length + 2));
        var restarted = Stopwatch.StartNew();
        await mesh.WaitUntilReadyAsync(TimeSpan.FromSeconds(180));
        var healthyAfter = restarted.Elapsed;
        await traffic;

        Assert.Empty(journal.Refused);
        var tickets = journal.Acknowledged;
        Assert.Equal(journal.Attempts, tickets.Count);
        await Eventually.Async(async () => await databases.AreAtRestAsync(journal.Attempts), TimeSpan.FromSeconds(180), "everything has come to rest");
        await databases.AreRightAsync(tickets);
        await Timelines.AreRightAsync(staff, tickets, Ct);
        var repeats = await Mails.AreRightAsync(sink, vendor, tickets, await databases.ToldAsync(), Ct);
        Console.WriteLine($"{journal.Attempts} tickets asked for and acknowledged, {tickets.Count(t => t.Hurried)} with a missed diagnosis; "
            + $"{staff.Repeats} requests repeated, {repeats} mails sent again under the same Message-ID; all healthy {healthyAfter.TotalSeconds:0.0} s after the last restart");
        // Judged last: what was lost or doubled matters more than how busy the machine was.
        Assert.True(healthyAfter < TimeSpan.FromSeconds(30), $"all were healthy only {healthyAfter.TotalSeconds:0.0} s after the last restart");
    }

    private static async Task KillEverythingAsync(RunningMesh mesh, TimeSpan every)
    {
        using var pace = new PeriodicTimer(every);
        foreach (var service in s_killed)
        {
            await pace.WaitForNextTickAsync(Ct);
            await mesh.KillAsync(service);
            await mesh.CommandAsync("start", service);
        }
        await pace.WaitForNextTickAsync(Ct);
        await mesh.CommandAsync("restart", "messaging");
    }
}
