using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ServiceMesh.Contracts;

namespace ServiceMesh.Messaging;

/// <summary>Collects what a service reacts to.</summary>
public sealed class MessagingBuilder
{
    private readonly IServiceCollection _services;
    private readonly Dictionary<Type, Func<Event, Work, CancellationToken, Task>> _handlers = [];
    private readonly Dictionary<string, TimerHandler> _timers = [];
    private Type? _batchHandler;
    private bool _gathered;

    internal MessagingBuilder(IServiceCollection services)
    {
        _services = services;
        Timer<Redelivery>(Redelivery.Kind);
        Timer<Heartbeat>(Heartbeat.Kind);
    }

    /// <summary>Reacts to one kind of event; one handler per kind and service.</summary>
    public MessagingBuilder Handle<TEvent, THandler>() where TEvent : Event where THandler : class, IHandle<TEvent>
    {
        _services.TryAddScoped<THandler>();
        _handlers.Add(typeof(TEvent), static (e, work, ct) => work.Services.GetRequiredService<THandler>().HandleAsync((TEvent)e, work, ct));
        return this;
    }

    /// <summary>Reacts to all events, many in one commit.</summary>
    public MessagingBuilder HandleEverything<THandler>() where THandler : class, IHandleBatch
    {
        _services.TryAddScoped<THandler>();
        _batchHandler = typeof(THandler);
        return this;
    }

    /// <summary>
    /// Events that arrive together are handled one after another in one commit. For services whose handlers write by SQL alone: a handler sees
    /// what those before it wrote, and when one fails all are undone and each is handled in a commit of its own.
    /// </summary>
    public MessagingBuilder Gather()
    {
        _gathered = true;
        return this;
    }

    /// <summary>Fires the timers of one kind.</summary>
    public MessagingBuilder Timer<THandler>(string kind) where THandler : class, ITimerHandler
    {
        _services.TryAddScoped<THandler>();
        _timers.Add(kind, new TimerHandler(typeof(THandler), IsBatched: false));
        return this;
    }

    /// <summary>Fires the timers of one kind, many in one commit.</summary>
    public MessagingBuilder TimerBatch<THandler>(string kind) where THandler : class, ITimerBatchHandler
    {
        _services.TryAddScoped<THandler>();
        _timers.Add(kind, new TimerHandler(typeof(THandler), IsBatched: true));
        return this;
    }

    internal HandlerTable Build()
    {
        if (_batchHandler is not null && _handlers.Count > 0)
            throw new InvalidOperationException("A service handles either everything in batches or single kinds of events.");
        return new HandlerTable(_handlers.ToFrozenDictionary(), _timers.ToFrozenDictionary(), _batchHandler, _gathered);
    }
}
