using System.Collections.Concurrent;
using System.Diagnostics;
using ServiceMesh.Testing;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Faults;

/// <summary>The driver's own record: every ticket asked for, and what was acknowledged. It believes nobody else.</summary>
internal sealed class Journal(GatewayClient staff, Vendor vendor)
{
    private readonly ConcurrentDictionary<string, OpenedTicketView> _acknowledged = [];
    private readonly ConcurrentBag<string> _refused = [];

    public IReadOnlyCollection<OpenedTicketView> Acknowledged => [.. _acknowledged.Values];

    public IReadOnlyCollection<string> Refused => _refused;

    public int Attempts { get; private set; }

    /// <summary>Opens tickets at a fixed rate, whatever the answers take, and solves and closes each.</summary>
    public async Task RunAsync(double perSecond, TimeSpan duration, CancellationToken ct)
    {
        var started = Stopwatch.StartNew();
        var running = new List<Task>();
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1 / perSecond));
        while (started.Elapsed < duration && await tick.WaitForNextTickAsync(ct))
        {
            Attempts++;
            running.Add(LiveAsync($"{Guid.NewGuid():N}", ct));
        }
        await Task.WhenAll(running);
    }

    private async Task LiveAsync(string key, CancellationToken ct)
    {
        try
        {
            var ticket = await staff.PostAsync<OpenedTicketView>(
                "/api/v1/tickets",
                new { subject = $"Fault run {key}", customerId = vendor.CustomerId, contactId = vendor.ContactId, productId = vendor.ProductId },
                key, ct);
            _acknowledged[key] = ticket;
            await Eventually.Async(async () => await staff.FindAsync<BoardRowView>($"/api/v1/work/{ticket.Id}", ct) is not null, TimeSpan.FromSeconds(120), "the ticket is dispatched");
            await staff.PostAsync($"/api/v1/work/{ticket.Id}/resolve", new { resolution = "done" }, $"{key}-resolve", ct);
            await staff.PostAsync($"/api/v1/work/{ticket.Id}/close", new { }, $"{key}-close", ct);
        }
        catch (GatewayException e)
        {
            _refused.Add($"{key}: {e.Message}");
        }
    }
}
