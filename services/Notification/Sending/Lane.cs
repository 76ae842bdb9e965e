using System.Diagnostics;
using ServiceMesh.Messaging;

namespace ServiceMesh.Notification.Sending;

/// <summary>A bounded number of deliveries at work, and a bounded number waiting behind them: the urgent first, then the earliest.</summary>
/// <param name="concurrency">How many are at work at the same time.</param>
/// <param name="breath">The longest that each rests between two while the lane works off a backlog; it rests as long as it worked.</param>
internal sealed class Lane(int concurrency, TimeSpan breath, DatabaseClock clock, Func<Place, Task> attempt)
{
    /// <summary>Only ids wait here, so the bound is for fairness between processes, not for memory. What is urgent may double it.</summary>
    public const int MostPlaces = 1000;

    /// <summary>Places that keep what is to be sent at hand; behind so many it will be read when their turn has come.</summary>
    private const int MostAtHand = 32;

    private static readonly TimeSpan s_outage = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Place> _places = [];
    private readonly LanePace _pace = new(MostPlaces);
    private readonly PriorityQueue<Place, (Domain.Urgency, long)> _waiting = new();
    private int _workers;
    private long _taken;
    private DateTimeOffset? _recovering;

    /// <summary>Deliveries begun and not yet recorded.</summary>
    public IReadOnlyList<Task> Running
    {
        get
        {
            lock (_gate) return [.. _places.Values.Where(p => p.Started).Select(p => p.Over)];
        }
    }

    /// <summary>
    /// Keeps a place for the delivery. Call what it returns when its work is over: with true, when that was committed, it lets the delivery
    /// queue, or, if it has a place already, renews its lease; with false it gives the place up. Null when the lane is full.
    /// </summary>
    public Action<bool>? Take(SendRequest request, DateTimeOffset leaseEnd, Outgoing? fresh)
    {
        lock (_gate)
        {
            if (_places.TryGetValue(request.DeliveryId, out var known))
            {
                return committed =>
                {
                    if (committed) Renew(known, leaseEnd);
                };
            }
            if (_places.Count >= (request.Urgency <= Domain.Urgency.Urgent ? 2 * MostPlaces : MostPlaces)) return null;
            var place = new Place(request, clock, leaseEnd, _places.Count < MostAtHand ? fresh : null);
            _places.Add(request.DeliveryId, place);
            return committed =>
            {
                if (committed) Queue(place);
                else Leave(place);
            };
        }
    }

    /// <summary>When one that found the lane full should come back.</summary>
    public TimeSpan ComeBackIn(Domain.Urgency urgency)
    {
        lock (_gate) return _pace.Wait(urgency, clock.Now, Random.Shared.NextDouble());
    }

    /// <summary>True for the first old notice of an outage: none was seen here for a while.</summary>
    public bool BeginsToRecover()
    {
        lock (_gate)
        {
            var begins = _recovering is not { } since || clock.Now - since > s_outage;
            _recovering = clock.Now;
            return begins;
        }
    }

    /// <summary>Takes the waiting ones of a group out of the lane: their leases bring back what is still to be sent.</summary>
    public IReadOnlyList<Guid> TakeOut(string group)
    {
        lock (_gate)
        {
            var waiting = _places.Values.Where(p => !p.Started && p.Request.Group == group).ToList();
            foreach (var place in waiting)
            {
                place.Started = true;
                _places.Remove(place.Request.DeliveryId);
            }
            return [.. waiting.Select(p => p.Request.DeliveryId)];
        }
    }

    /// <summary>The delivery is recorded, or left to its lease. If its timer fired meanwhile, it gets another turn: that finds out what is left to do.</summary>
    public void Leave(Place place)
    {
        Place? again = null;
        lock (_gate)
        {
            _places.Remove(place.Request.DeliveryId);
            _pace.Left();
            if (place.Again) _places.Add(place.Request.DeliveryId, again = new Place(place.Request, clock, place.LeaseEnd, null));
        }
        place.End();
        if (again is not null) Queue(again);
    }

    private void Renew(Place place, DateTimeOffset leaseEnd)
    {
        lock (_gate)
        {
            place.LeaseEnd = leaseEnd;
            place.Again = place.Started;
        }
    }

    private void Queue(Place place)
    {
        place.QueuedAt = clock.Now;
        lock (_gate)
        {
            _waiting.Enqueue(place, (place.Request.Urgency, _taken++));
            if (_workers >= concurrency) return;
            _workers++;
        }
        _ = Task.Run(WorkAsync);
    }

    private async Task WorkAsync()
    {
        while (Next() is { } place)
        {
            var began = Stopwatch.GetTimestamp();
            await attempt(place);
            if (IsBacklog()) await Task.Delay(Rest(Stopwatch.GetElapsedTime(began)));
        }
    }

    private bool IsBacklog()
    {
        lock (_gate) return _pace.IsBacklog(clock.Now);
    }

    /// <summary>What an outage left shares the machine with what comes in now. A receiver that is slow leaves enough of it.</summary>
    private TimeSpan Rest(TimeSpan worked) => TimeSpan.FromMilliseconds(Math.Ceiling(Math.Min(worked.TotalMilliseconds, breath.TotalMilliseconds)));

    private Place? Next()
    {
        lock (_gate)
        {
            while (_waiting.TryDequeue(out var place, out _))
            {
                if (place.Started) continue;
                place.Started = true;
                return place;
            }
            _workers--;
            return null;
        }
    }
}

/// <summary>A delivery's place in its lane, and how long it is ours by the database's clock.</summary>
internal sealed class Place(SendRequest request, DatabaseClock clock, DateTimeOffset leaseEnd, Outgoing? fresh)
{
    /// <summary>For so long nothing is read again that has just been stored.</summary>
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _endTicks = leaseEnd.UtcTicks;

    public SendRequest Request { get; } = request;

    /// <summary>Its attempt has begun, or it was taken out; read and set under the lane's lock.</summary>
    public bool Started { get; set; }

    /// <summary>Its timer fired after it had begun; read and set under the lane's lock.</summary>
    public bool Again { get; set; }

    public Task Over => _over.Task;

    /// <summary>When it was let into the queue; set before it is there.</summary>
    public DateTimeOffset QueuedAt { get; set; }

    /// <summary>What is to be sent, when it was stored a moment ago; null: read it.</summary>
    public Outgoing? Fresh => fresh is not null && clock.Now - QueuedAt < s_fresh ? fresh : null;

    public DateTimeOffset LeaseEnd
    {
        get => new(Volatile.Read(ref _endTicks), TimeSpan.Zero);
        set => Volatile.Write(ref _endTicks, value.UtcTicks);
    }

    public TimeSpan LeaseLeft => LeaseEnd - clock.Now;

    public void End() => _over.TrySetResult();
}
