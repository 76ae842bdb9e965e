using Npgsql;

namespace ServiceMesh.Insight.Projections;

/// <summary>
/// The kept events of a tenant in chunks, the next one read while the one before is worked on. Chunks grow: the first are small, so that
/// progress is seen at once; later ones are large, because what many events change together is written once.
/// </summary>
internal sealed class KeptEventsAhead(NpgsqlConnection connection, string tenant) : IAsyncDisposable
{
    private const int First = 1_000;
    private const int Most = 20_000;

    private int _chunk = First;
    private long _read;
    private Task<IReadOnlyList<KeptEvent>>? _next;

    /// <summary>The next chunk, and whether there was no more when it was read.</summary>
    public async Task<(IReadOnlyList<KeptEvent> Events, bool Last)> NextAsync(CancellationToken ct)
    {
        var events = await (_next ?? ReadAsync(ct));
        _next = null;
        if (events.Count < _chunk) return (events, true);
        _read = events[^1].Position;
        _chunk = Math.Min(_chunk * 2, Most);
        _next = ReadAsync(ct);
        return (events, false);
    }

    public async ValueTask DisposeAsync()
    {
        // Whatever became of what was read ahead: the connection goes back when nothing uses it any more.
        if (_next is not null) await _next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await connection.DisposeAsync();
    }

    private Task<IReadOnlyList<KeptEvent>> ReadAsync(CancellationToken ct) => KeptEvents.ReadAsync(connection, null, tenant, _read, _chunk, ct);
}
