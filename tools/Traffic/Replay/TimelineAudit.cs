using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Replay;

/// <summary>What was found of the played tickets.</summary>
/// <param name="Figures">Counted on the timelines.</param>
/// <param name="StoppedClocks">Waits from whose very instant on the resolution clock stood still.</param>
public sealed record Findings(Figures Figures, int StoppedClocks)
{
    /// <summary>The sum of both.</summary>
    public static Findings operator +(Findings a, Findings b) => new(a.Figures + b.Figures, a.StoppedClocks + b.StoppedClocks);

    /// <summary>Nothing.</summary>
    public static Findings None { get; } = new(Figures.None, 0);
}

/// <summary>Counts on Insight's timelines and in Sla's explanations what really happened to the played tickets, and waits until everything has come there.</summary>
public sealed class TimelineAudit(GatewayClient gateway, ProgressLine progress)
{
    /// <summary>How long nothing may change before what is missing counts as missing.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Counts until each ticket shows what its plan asked for.</summary>
    public async Task<Findings> CountAsync(IReadOnlyCollection<PlayedTicket> played, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(played);
        var found = new ConcurrentDictionary<Guid, Findings>();
        var open = played.Where(p => p.Id is not null).ToList();
        for (var quiet = Stopwatch.StartNew(); open.Count > 0 && quiet.Elapsed < Patience;)
        {
            var before = Sum(found.Values);
            var left = open.Count;
            await Parallel.ForEachAsync(open, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = ct }, async (ticket, token) =>
            {
                found[ticket.Id!.Value] = await CountAsync(ticket, token);
                progress.Show(() => $"replay: timelines, {Interlocked.Decrement(ref left)} to read");
            });
            open.RemoveAll(p => found[p.Id!.Value] == new Findings(p.Plan.Expected, p.Plan.Expected.Waits));
            if (Sum(found.Values) != before) quiet.Restart();
            if (open.Count == 0) break;
            progress.Show(() => $"replay: waiting for the timelines of {open.Count} tickets");
            await Task.Delay(Pause, ct);
        }
        return Sum(found.Values);
    }

    private async Task<Findings> CountAsync(PlayedTicket ticket, CancellationToken ct)
    {
        var (figures, waits) = (Figures.None, new HashSet<DateTimeOffset>());
        try
        {
            await foreach (var item in gateway.ListAsync<TimelineItemView>($"/api/v1/insight/tickets/{ticket.Id}/timeline?limit=1000", ct))
            {
                figures += Of(item);
                if (item.Type == "TicketPaused") waits.Add(item.At);
            }
            if (waits.Count == 0) return new Findings(figures, 0);
            var sla = await gateway.GetAsync<SlaView>($"/api/v1/sla/tickets/{ticket.Id}", ct);
            waits.IntersectWith(sla.Clocks.Where(c => c.Clock == "resolution").SelectMany(c => c.Pauses).Select(p => p.From));
            return new Findings(figures, waits.Count);
        }
        catch (GatewayException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return new Findings(figures, 0);
        }
    }

    private static Findings Sum(IEnumerable<Findings> all) => all.Aggregate(Findings.None, (a, b) => a + b);

    private static Figures Of(TimelineItemView item) => item.Type switch
    {
        "TicketOpened" => new Figures(1, 0, 0, 0, 0),
        "TicketAssigned" when item.Data.TryGetProperty("reassigned", out var again) && again.ValueKind == JsonValueKind.True => new Figures(0, 1, 0, 0, 0),
        "TicketPaused" => new Figures(0, 0, 1, 0, 0),
        "TicketReopened" => new Figures(0, 0, 0, 1, 0),
        "TicketClosed" => new Figures(0, 0, 0, 0, 1),
        _ => Figures.None,
    };

    private sealed record SlaView(IReadOnlyList<SlaClockView> Clocks);

    private sealed record SlaClockView(string Clock, IReadOnlyList<SlaPauseView> Pauses);

    private sealed record SlaPauseView(DateTimeOffset From);
}
