using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Replay;

/// <summary>Counts on Insight's timelines what really happened to the played tickets, and waits until everything has come there.</summary>
public sealed class TimelineAudit(GatewayClient gateway, ProgressLine progress)
{
    /// <summary>How long nothing may change before what is missing counts as missing.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Counts until each ticket shows what its plan asked for.</summary>
    public async Task<Figures> CountAsync(IReadOnlyCollection<PlayedTicket> played, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(played);
        var found = new ConcurrentDictionary<Guid, Figures>();
        var open = played.Where(p => p.Id is not null).ToList();
        var quiet = Stopwatch.StartNew();
        while (open.Count > 0 && quiet.Elapsed < Patience)
        {
            var before = found.Values.Aggregate(Figures.None, (a, b) => a + b);
            await Parallel.ForEachAsync(open, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = ct }, async (ticket, token) =>
            {
                found[ticket.Id!.Value] = await CountAsync(ticket.Id.Value, token);
                progress.Show(() => $"replay: timelines {found.Count - open.Count(o => !found.ContainsKey(o.Id!.Value))}/{played.Count}");
            });
            open.RemoveAll(p => found[p.Id!.Value] == p.Plan.Expected);
            if (open.Count == 0) break;
            if (found.Values.Aggregate(Figures.None, (a, b) => a + b) != before) quiet.Restart();
            progress.Show(() => $"replay: waiting for the timelines of {open.Count} tickets");
            await Task.Delay(TimeSpan.FromMilliseconds(500), ct);
        }
        return found.Values.Aggregate(Figures.None, (a, b) => a + b);
    }

    private async Task<Figures> CountAsync(Guid ticket, CancellationToken ct)
    {
        var figures = Figures.None;
        try
        {
            await foreach (var item in gateway.ListAsync<TimelineItemView>($"/api/v1/insight/tickets/{ticket}/timeline?limit=1000", ct))
                figures += Of(item);
        }
        catch (GatewayException e) when (e.Code == "ticket.not-found")
        {
            return Figures.None;
        }
        return figures;
    }

    private static Figures Of(TimelineItemView item) => item.Type switch
    {
        "TicketOpened" => new Figures(1, 0, 0, 0, 0),
        "TicketAssigned" when item.Data.TryGetProperty("reassigned", out var again) && again.ValueKind == JsonValueKind.True => new Figures(0, 1, 0, 0, 0),
        "TicketPaused" => new Figures(0, 0, 1, 0, 0),
        "TicketReopened" => new Figures(0, 0, 0, 1, 0),
        "TicketClosed" => new Figures(0, 0, 0, 0, 1),
        _ => Figures.None,
    };
}
