using ServiceMesh.Contracts;
using ServiceMesh.Insight.Domain;
using ServiceMesh.Insight.Engines;
using ServiceMesh.Insight.Jobs;
using ServiceMesh.Insight.Projections;
using ServiceMesh.Insight.Record;
using ServiceMesh.Insight.Record.Erasure;
using ServiceMesh.Insight.Streams;
using ServiceMesh.Insight.Tenants;
using ServiceMesh.Messaging;

namespace ServiceMesh.Insight.Timeline;

/// <summary>
/// Keeps a batch of events: their rows with their places in the chain by one statement, then what every read model makes of them. An event
/// that is there already (publisher, aggregate, sequence) changes nothing, whatever message brought it.
/// </summary>
public sealed class TimelineWriter(StreamWatch streams, IEnumerable<IProjection> projections) : IHandleBatch
{
    private readonly IProjection[] _projections = [.. projections];

    /// <inheritdoc />
    public async Task HandleAsync(IReadOnlyList<Event> batch, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(work);
        await EngineBook.NoteAsync(batch, work, ct);
        // How things were at a moment is no part of any history.
        batch = [.. batch.Where(e => e is not TransientEvent).DistinctBy(Position)];
        if (batch.Count == 0) return;

        var gate = await ChainGate.EnterAsync([.. batch.Select(Position)], batch.Select(e => e.Tenant).ToHashSet(), work, ct);
        Event[] fresh = [.. batch.Where(e => !gate.Known.Contains(Position(e)))];
        if (fresh.Length > 0) await KeepAsync(fresh, gate, work, ct);
        foreach (var e in batch)
        {
            streams.Touched(Position(e));
            if (e.TicketId is { } ticket) work.Touched(e.Tenant, ticket);
        }
    }

    private async Task KeepAsync(Event[] events, ChainGate gate, Work work, CancellationToken ct)
    {
        foreach (var tenant in await TenantZones.UpdateAsync(events, gate.Zones, work, ct))
        {
            // Days that change after the fact change every read model of days.
            foreach (var projection in _projections.Where(p => p is not Counts.DailyCounts)) await JobBook.QueueAsync(work, tenant, RebuildJob.KindName, projection.Name, null, ct);
        }

        var rows = Array.ConvertAll(events, e => gate.Heads[e.Tenant].Append(Arrival(e, gate), work.Now));
        await RecordTable.InsertAsync(rows, events.Select(e => e.Tenant).Distinct().Select(t => gate.Heads[t]), work, ct);
        var kept = Array.ConvertAll(rows, r => r.Kept());
        foreach (var projection in _projections) await projection.ApplyAsync(kept, work.Connection, work.Transaction, ct);
        foreach (var erased in events.OfType<TicketErased>()) LateErasure.Arm(work, erased);
    }

    private static Arrival Arrival(Event e, ChainGate gate)
    {
        var position = Position(e);
        return new Arrival(
            position.Publisher, position.Aggregate, position.Sequence, e.Tenant, e.TicketId, e.OccurredAt,
            TenantDay.Of(e.OccurredAt, gate.Zones.GetValueOrDefault(e.Tenant)), e.GetType().Name, EventFacts.Kind(e.By.Kind), e.By.Id,
            EventFacts.TraceId(e.Trace), EventParts.Of(e));
    }

    private static StreamPosition Position(Event e) =>
        e.Stream ?? throw new InvalidOperationException($"{e.GetType().Name} came without its place in a stream.");
}
