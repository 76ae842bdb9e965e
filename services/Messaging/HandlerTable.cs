using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;
using ServiceMesh.Contracts;

namespace ServiceMesh.Messaging;

/// <summary>Which handler reacts to which event, and which handler fires which timer.</summary>
internal sealed class HandlerTable(
    FrozenDictionary<Type, Func<Event, Work, CancellationToken, Task>> handlers,
    FrozenDictionary<string, TimerHandler> timers,
    Type? batchHandler,
    bool gathered)
{
    public IReadOnlyCollection<Type> EventTypes => batchHandler is null ? handlers.Keys : [.. EventJson.Types.Values];

    /// <summary>Whether one handler takes all events of a commit at a time.</summary>
    public bool AllAtATime => batchHandler is not null;

    /// <summary>Whether events are handled many to a commit.</summary>
    public bool Batched => gathered || batchHandler is not null;

    public Task HandleAsync(Event e, Work work, CancellationToken ct)
    {
        if (batchHandler is not null) return HandleBatchAsync([e], work, _ => { }, ct);
        return handlers.TryGetValue(e.GetType(), out var handle)
            ? handle(e, work, ct)
            : throw new InvalidOperationException($"No handler for {e.GetType().Name}.");
    }

    /// <summary>Handles events in one work: all at a time, or one after another as each would be alone.</summary>
    /// <param name="before">Called before each of those that are handled one after another.</param>
    public async Task HandleBatchAsync(IReadOnlyList<Event> events, Work work, Action<int> before, CancellationToken ct)
    {
        if (batchHandler is not null)
        {
            await ((IHandleBatch)work.Services.GetRequiredService(batchHandler)).HandleAsync(events, work, ct);
            return;
        }
        for (var i = 0; i < events.Count; i++)
        {
            before(i);
            await HandleAsync(events[i], work, ct);
        }
    }

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
