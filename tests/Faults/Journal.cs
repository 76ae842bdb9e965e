using System.Collections.Concurrent;
using System.Diagnostics;
using ServiceMesh.Testing;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Faults;

/// <summary>A ticket that was acknowledged to the driver.</summary>
/// <param name="Hurried">Its diagnosis was promised too soon, and missed before it was solved.</param>
internal sealed record Entry(string Key, OpenedTicketView Ticket, bool Hurried)
{
    public string Number => Ticket.Number;

    /// <summary>What the staff answered; nobody else is told these words.</summary>
    public string Reply => $"We look into {Key}";

    /// <summary>What the staff did; nobody else is told these words.</summary>
    public string Resolution => $"Restarted for {Key}";
}

/// <summary>The driver's own record: every ticket asked for, and what was acknowledged. It believes nobody else.</summary>
/// <param name="hurry">The product whose diagnosis is promised too soon; every fifth ticket is about it.</param>
internal sealed class Journal(GatewayClient staff, Vendor vendor, Guid hurry)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan s_soonest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_latest = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, Entry> _acknowledged = [];
    private readonly ConcurrentBag<string> _refused = [];

    public IReadOnlyCollection<Entry> Acknowledged => [.. _acknowledged.Values];

    public IReadOnlyCollection<string> Refused => _refused;

    public int Attempts { get; private set; }

    /// <summary>Opens tickets at a fixed rate, whatever the answers take, and answers, solves and closes each.</summary>
    public async Task RunAsync(double perSecond, TimeSpan duration, CancellationToken ct)
    {
        var started = Stopwatch.StartNew();
        var running = new List<Task>();
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1 / perSecond));
        while (started.Elapsed < duration && await tick.WaitForNextTickAsync(ct))
        {
            Attempts++;
            running.Add(LiveAsync($"{Guid.NewGuid():N}", hurried: Attempts % 5 == 0, ct));
        }
        await Task.WhenAll(running);
    }

    private async Task LiveAsync(string key, bool hurried, CancellationToken ct)
    {
        try
        {
            var opened = await staff.PostAsync<OpenedTicketView>(
                "/api/v1/tickets",
                new { subject = $"Fault run {key}", customerId = vendor.CustomerId, contactId = vendor.ContactId, productId = hurried ? hurry : vendor.ProductId },
                key, ct);
            var ticket = _acknowledged[key] = new Entry(key, opened, hurried);
            await RowBecomesAsync(opened, _ => true, "is not dispatched", ct);
            await staff.PostAsync($"/api/v1/tickets/{opened.Id}/messages", new { text = ticket.Reply }, $"{key}-reply", ct);
            if (hurried) await RowBecomesAsync(opened, row => row.Clocks.Any(c => c is { Clock: "diagnosis", State: "breached" }), "shows no missed diagnosis", ct);
            await staff.PostAsync($"/api/v1/work/{opened.Id}/resolve", new { resolution = ticket.Resolution }, $"{key}-resolve", ct);
            await staff.PostAsync($"/api/v1/work/{opened.Id}/close", new { }, $"{key}-close", ct);
        }
        catch (GatewayException e)
        {
            _refused.Add($"{key}: {e.Message}");
        }
    }

    /// <summary>Looks at the board's row again and again, ever less often: hundreds wait at once while a service is away, and must not be what keeps it down.</summary>
    private async Task RowBecomesAsync(OpenedTicketView ticket, Func<BoardRowView, bool> condition, string otherwise, CancellationToken ct)
    {
        var waited = Stopwatch.StartNew();
        using var look = new PeriodicTimer(s_soonest);
        while (await staff.FindAsync<BoardRowView>($"/api/v1/work/{ticket.Id}", ct) is not { } row || !condition(row))
        {
            if (waited.Elapsed > s_patience) throw new TimeoutException($"{ticket.Number} {otherwise} after {s_patience.TotalSeconds} s.");
            await look.WaitForNextTickAsync(ct);
            look.Period = look.Period * 1.5 < s_latest ? look.Period * 1.5 : s_latest;
        }
    }
}
