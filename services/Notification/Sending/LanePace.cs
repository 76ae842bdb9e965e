using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Sending;

/// <summary>
/// Says when a delivery that found its lane full should come back: about when there will be room, by how fast the lane empties. So a long queue
/// after an outage comes back once or twice instead of every few seconds, and the lane is never idle while something waits. Not thread-safe.
/// </summary>
/// <param name="places">How many the lane holds.</param>
internal sealed class LanePace(int places)
{
    /// <summary>More come back than seem to find room: an estimate that is too low would otherwise prove itself right.</summary>
    private const double Overbooking = 1.5;

    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_spread = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_measured = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_forgotten = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_backlog = TimeSpan.FromSeconds(10);
    private long _left, _markLeft;
    private DateTimeOffset _full, _mark, _asked, _room;
    private double? _perSecond;

    /// <summary>A delivery left the lane.</summary>
    public void Left() => _left++;

    /// <summary>Whether the lane has been full for so long that it is an outage's queue and no rush hour.</summary>
    public bool IsBacklog(DateTimeOffset now) => now - _asked <= s_forgotten && now - _full >= s_backlog;

    /// <summary>How long one that found no place waits. What is urgent waits 2 to 12 s at most, whatever the queue.</summary>
    /// <param name="chance">0 up to 1, by chance: spreads those of which nothing better is known.</param>
    public TimeSpan Wait(Urgency urgency, DateTimeOffset now, double chance)
    {
        Measure(now);
        if (_perSecond is not { } perSecond || urgency <= Urgency.Urgent) return s_shortest + chance * s_spread;
        // Half the lane is still there when the first comes back.
        var half = perSecond > 0 ? places / 2 / perSecond : double.PositiveInfinity;
        if (half > s_longest.TotalSeconds) return s_longest * (0.5 + chance / 2);
        var start = now + TimeSpan.FromSeconds(half);
        _room = (_room > start ? _room : start) + TimeSpan.FromSeconds(1 / (perSecond * Overbooking));
        var wait = _room - now;
        if (wait > s_longest)
        {
            _room = now + s_longest;
            return s_longest * (0.5 + chance / 2);
        }
        return wait > s_shortest ? wait : s_shortest;
    }

    /// <summary>The lane is full whenever this is asked, so what leaves it is what it can do.</summary>
    private void Measure(DateTimeOffset now)
    {
        if (now - _asked > s_forgotten) (_full, _perSecond, _mark, _markLeft, _room) = (now, null, now, _left, now);
        else if (now - _mark >= s_measured) (_perSecond, _mark, _markLeft) = ((_left - _markLeft) / (now - _mark).TotalSeconds, now, _left);
        _asked = now;
    }
}
