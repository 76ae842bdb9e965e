using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ServiceMesh.Messaging;

/// <summary>The figures an operations team watches; the meter is <c>ServiceMesh.Messaging</c>.</summary>
internal sealed class MessagingMetrics
{
    public const string Name = "ServiceMesh.Messaging";
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _tooOld;
    private readonly Counter<long> _buried;
    private readonly Counter<long> _published;
    private readonly Counter<long> _unsent;
    private readonly Counter<long> _rebuilt;
    private readonly Counter<long> _fired;
    private readonly Counter<long> _superseded;
    private readonly Counter<long> _putOff;
    private readonly Counter<long> _early;
    private readonly Histogram<double> _lateness;
    private double _oldestAge;
    private long _depth;
    private long _armed;

    public MessagingMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(Name);
        _duplicates = meter.CreateCounter<long>("inbox.duplicates", "{message}", "Messages recognised as repetitions");
        _tooOld = meter.CreateCounter<long>("inbox.too_old", "{message}", "Messages older than the inbox reaches back, whose repetition cannot be recognised");
        _buried = meter.CreateCounter<long>("messages.buried", "{message}", "Messages given up and sent to the error queue");
        _published = meter.CreateCounter<long>("outbox.published", "{message}", "Messages confirmed by the broker");
        _unsent = meter.CreateCounter<long>("outbox.failed", "{message}", "Failed tries to publish a message");
        _rebuilt = meter.CreateCounter<long>("bus.rebuilt", "{time}", "Rebuilds of a bus that had stopped working");
        _fired = meter.CreateCounter<long>("timer.fired", "{timer}", "Timers fired, by kind");
        _putOff = meter.CreateCounter<long>("timer.put_off", "{timer}", "Timers whose handler failed and that are tried again later, by kind");
        _superseded = meter.CreateCounter<long>("timer.superseded", "{timer}", "Due timers that had been re-armed, cancelled or fired elsewhere");
        _early = meter.CreateCounter<long>("timer.early", "{timer}", "Timers fired before they were due; must stay 0");
        _lateness = meter.CreateHistogram<double>("timer.lateness", "s", "Time between due and the commit of what the timer did",
            advice: new() { HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 60, 600] });
        meter.CreateObservableGauge("outbox.oldest_age", () => Volatile.Read(ref _oldestAge), "s", "Age of the oldest message not yet published");
        meter.CreateObservableGauge("timer.armed", () => Volatile.Read(ref _armed), "{timer}", "Timers armed, as PostgreSQL's statistics estimate");
        meter.CreateObservableGauge("outbox.depth", () => Volatile.Read(ref _depth), "{message}", "Messages not yet published");
    }

    /// <summary>Spans of relay, timers and deliveries.</summary>
    public static ActivitySource Source { get; } = new(Name);

    public void Duplicate(string type) => _duplicates.Add(1, new KeyValuePair<string, object?>("event", type));

    public void TooOld(string type) => _tooOld.Add(1, new KeyValuePair<string, object?>("event", type));

    public void Buried(string type) => _buried.Add(1, new KeyValuePair<string, object?>("event", type));

    public void Published(int count) => _published.Add(count);

    public void Unsent() => _unsent.Add(1);

    public void Rebuilt(string bus) => _rebuilt.Add(1, new KeyValuePair<string, object?>("bus", bus));

    public void Superseded(int count) => _superseded.Add(count);

    public void PutOff(string kind) => _putOff.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public void Fired(string kind, TimeSpan lateness)
    {
        _fired.Add(1, new KeyValuePair<string, object?>("kind", kind));
        if (lateness < TimeSpan.Zero) _early.Add(1);
        _lateness.Record(lateness.TotalSeconds);
    }

    public void Armed(long estimate) => Volatile.Write(ref _armed, estimate);

    public void Outbox(long depth, TimeSpan oldestAge)
    {
        Volatile.Write(ref _depth, depth);
        Volatile.Write(ref _oldestAge, oldestAge.TotalSeconds);
    }
}
