using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Messaging.Tests;

/// <summary>The inbox keeps 30 days. What is older cannot be recognised as a repetition: it is handled, and operators are told.</summary>
public sealed class Old_messages
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_from_before_the_inbox_is_counted_and_warned_of(bool batched)
    {
        using var log = new Warnings();
        await using var service = await TestService.StartWatchedAsync(
            "dispatch", await TestDatabase.CreateAsync(), null,
            m => _ = batched ? m.HandleEverything<LedgerOfAll>() : m.Handle<NoteAdded, LedgerHandler>(),
            s => s.AddSingleton<ILoggerProvider>(log), ("Messaging:InboxDays", "3"));
        using var counted = new TooOld(service.Services.GetRequiredService<IMeterFactory>());
        var now = service.Clock.Now;

        // The oldest day that is kept, today, and an id that says nothing of time.
        foreach (var id in new[] { Guid.CreateVersion7(now.AddDays(-3)), Guid.CreateVersion7(now), Guid.NewGuid() }) await service.Delivery.DeliverAsync(Notes.Of(Guid.CreateVersion7()), id, Ct);
        Assert.Equal((0, 0), (counted.Count, log.Lines.Count));

        var old = Guid.CreateVersion7(now.AddDays(-4));
        await service.Delivery.DeliverAsync(Notes.Of(Guid.CreateVersion7()), old, Ct);
        await service.Delivery.DeliverAsync(Notes.Of(Guid.CreateVersion7()), Guid.CreateVersion7(now.AddYears(-2)), Ct);
        Assert.Equal(2, counted.Count);
        var line = Assert.Single(log.Lines);
        Assert.StartsWith($"NoteAdded {old} is of {now.AddDays(-4):yyyy-MM-dd}", line, StringComparison.Ordinal);
        Assert.Equal(5, await service.LedgerAsync());
    }

    [Fact]
    public async Task A_failing_one_is_one_message_however_often_it_is_tried()
    {
        await using var service = await TestService.StartAsync("dispatch", await TestDatabase.CreateAsync(), null, m => m.Handle<NoteAdded, FailsTwice>());
        using var counted = new TooOld(service.Services.GetRequiredService<IMeterFactory>());
        await service.Delivery.DeliverAsync(Notes.Of(Guid.CreateVersion7()), Guid.CreateVersion7(service.Clock.Now.AddDays(-31)), Ct);
        Assert.Equal((1, 1), (counted.Count, (int)await service.LedgerAsync()));
    }

    [Fact]
    public async Task A_replay_of_thousands_is_told_once_a_minute_with_their_number()
    {
        using var log = new Warnings();
        using var loggers = new LoggerFactory([log]);
        await using var service = await TestService.StartAsync("dispatch", await TestDatabase.CreateAsync(), null);
        var (watch, note, id) = (new HandWatch(), Notes.Of(Guid.CreateVersion7()), Guid.CreateVersion7(service.Clock.Now.AddDays(-40)));
        var old = new OldMessages(service.Clock, watch, new MessagingOptions(), service.Services.GetRequiredService<MessagingMetrics>(), loggers.CreateLogger<OldMessages>());
        Parallel.For(0, 1000, _ => old.LookAt(note, id));
        Assert.Contains("(1 such", Assert.Single(log.Lines), StringComparison.Ordinal);
        watch.Advance(TimeSpan.FromMinutes(1));
        Parallel.For(0, 1000, _ => old.LookAt(note, id));
        Assert.Equal(2, log.Lines.Count);
        Assert.Contains("(1000 such", log.Lines.Last(), StringComparison.Ordinal);
    }

    private sealed class FailsTwice : IHandle<NoteAdded>
    {
        private static int s_tries;

        public async Task HandleAsync(NoteAdded e, Work work, CancellationToken ct)
        {
            await Ledger.WriteAsync(work, e.Text, e.TicketId, ct);
            if (Interlocked.Increment(ref s_tries) <= 2) throw new InvalidOperationException("not this time");
        }
    }

    /// <summary>Writes one line per event into the ledger, many in one commit.</summary>
    private sealed class LedgerOfAll : IHandleBatch
    {
        public async Task HandleAsync(IReadOnlyList<Event> batch, Work work, CancellationToken ct)
        {
            foreach (var e in batch) await Ledger.WriteAsync(work, e.GetType().Name, e.TicketId, ct);
        }
    }

    /// <summary>What was warned of.</summary>
    private sealed class Warnings : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) Lines.Enqueue(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }

    /// <summary>What one service's meter counted as too old.</summary>
    private sealed class TooOld : IDisposable
    {
        private readonly MeterListener _listener;
        private int _count;

        public TooOld(IMeterFactory service)
        {
            _listener = new MeterListener
            {
                InstrumentPublished = (instrument, listener) =>
                {
                    if (instrument.Name == "inbox.too_old" && ReferenceEquals(instrument.Meter.Scope, service)) listener.EnableMeasurementEvents(instrument);
                },
            };
            _listener.SetMeasurementEventCallback<long>((_, by, _, _) => Interlocked.Add(ref _count, (int)by));
            _listener.Start();
        }

        public int Count => Volatile.Read(ref _count);

        public void Dispose() => _listener.Dispose();
    }

    /// <summary>A clock moved by hand.</summary>
    private sealed class HandWatch : TimeProvider
    {
        private long _at;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _at;

        public void Advance(TimeSpan by) => _at += by.Ticks;
    }
}
