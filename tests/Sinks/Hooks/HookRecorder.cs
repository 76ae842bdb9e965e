namespace ServiceMesh.Sinks.Hooks;

/// <summary>One recorded call of a webhook. <see cref="Id"/> counts from 1 over all hooks.</summary>
public sealed record RecordedHook
{
    public required long Id { get; init; }
    public required string Name { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The body as it came, read as UTF-8.</summary>
    public required string Body { get; init; }
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The value of the webhook-id header; empty when it has none.</summary>
    public required string WebhookId { get; init; }

    /// <summary>The status that was answered.</summary>
    public required int Status { get; init; }
}

/// <summary>The last <paramref name="capacity"/> webhook calls in memory, and how often each webhook-id was answered with success.</summary>
public sealed class HookRecorder(int capacity = 10_000, TimeProvider? clock = null)
{
    /// <summary>Largest body taken, in bytes.</summary>
    public const int MaxBodyBytes = 2 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<RecordedHook> _hooks = new();
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private long _received;

    /// <summary>How often each webhook-id was accepted with a 2xx.</summary>
    public OccurrenceCounter Accepted { get; } = new();

    /// <summary>Keeps one call; the oldest is forgotten when there are too many.</summary>
    public RecordedHook Add(string name, string body, IReadOnlyDictionary<string, string> headers, int status)
    {
        lock (_gate)
        {
            var hook = new RecordedHook
            {
                Id = ++_received,
                Name = name,
                ReceivedAt = _clock.GetUtcNow(),
                Body = body,
                Headers = headers,
                WebhookId = headers.GetValueOrDefault("webhook-id", ""),
                Status = status,
            };
            _hooks.Enqueue(hook);
            if (_hooks.Count > capacity) _hooks.Dequeue();
            if (hook.WebhookId.Length > 0 && status is >= 200 and < 300) Accepted.Count(hook.WebhookId);
            return hook;
        }
    }

    /// <summary>The calls of one hook in order, those with a greater id than <paramref name="after"/>.</summary>
    public IReadOnlyList<RecordedHook> Find(string name, long after = 0)
    {
        lock (_gate) return [.. _hooks.Where(h => h.Id > after && string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>Forgets the calls of one hook, or of all with null; ids go on counting. The counters are forgotten with all.</summary>
    public void Clear(string? name = null)
    {
        lock (_gate)
        {
            var kept = name is null ? [] : _hooks.Where(h => !string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase)).ToList();
            _hooks.Clear();
            foreach (var hook in kept) _hooks.Enqueue(hook);
        }
        if (name is null) Accepted.Clear();
    }
}
