using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;
using ServiceMesh.Contracts;

namespace ServiceMesh.Messaging;

/// <summary>Which handler reacts to which event, and which handler fires which timer.</summary>
internal sealed class HandlerTable(
    FrozenDictionary<Type, Func<Event, Work, CancellationToken, Task>> handlers,
    FrozenDictionary<string, TimerHandler> timers,
    Type? batchHandler)
{
    public IReadOnlyCollection<Type> EventTypes => batchHandler is null ? handlers.Keys : [.. EventJson.Types.Values];

    public bool Batched => batchHandler is not null;

    public Task HandleAsync(Event e, Work work, CancellationToken ct)
    {
        if (batchHandler is not null) return HandleBatchAsync([e], work, ct);
        return handlers.TryGetValue(e.GetType(), out var handle)
            ? handle(e, work, ct)
            : throw new InvalidOperationException($"No handler for {e.GetType().Name}.");
    }

    public Task HandleBatchAsync(IReadOnlyList<Event> events, Work work, CancellationToken ct) =>
        ((IHandleBatch)work.Services.GetRequiredService(batchHandler!)).HandleAsync(events, work, ct);

    /// <summary>Whether timers of this kind are fired many at a time.</summary>
    public bool IsBatched(string kind) => timers.TryGetValue(kind, out var handler) && handler.IsBatched;

    public Task FireAsync(FiredTimer t, Work work, CancellationToken ct) =>
        timers.TryGetValue(t.Kind, out var handler)
            ? ((ITimerHandler)work.Services.GetRequiredService(handler.Type)).FireAsync(t, work, ct)
            : throw new InvalidOperationException($"No handler for timers of kind {t.Kind}.");

    /// <summary>Fires timers of one kind that <see cref="IsBatched"/>.</summary>
    public Task FireBatchAsync(IReadOnlyList<FiredTimer> due, Work work, CancellationToken ct) =>
        ((ITimerBatchHandler)work.Services.GetRequiredService(timers[due[0].Kind].Type)).FireAsync(due, work, ct);
}

/// <summary>Who fires the timers of a kind.</summary>
internal sealed record TimerHandler(Type Type, bool IsBatched);
