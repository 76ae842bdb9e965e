using System.Numerics;

namespace ServiceMesh.Messaging;

/// <summary>
/// When a lane has something due within the next two minutes: one bit per millisecond, 16 kB however many timers there are. It says
/// when to look, never what fires: that is PostgreSQL's answer. So a bit too many costs a look, one too few is found by the slow poll.
/// Instants are milliseconds since the Unix epoch, rounded up.
/// </summary>
internal sealed class NearFuture
{
    /// <summary>How far it reaches, in milliseconds (131 s).</summary>
    public const int Span = 1 << 17;

    /// <summary>Before everything that can be armed.</summary>
    public const long Anything = 0;

    /// <summary>How far now may go back, in milliseconds, without mixing up the ring's ends: what is loaded reaches 90 s.</summary>
    private const long MostBackwards = 30_000;

    private readonly ulong[] _bits = new ulong[Span / 64];
    private long _from;
    private long? _overdue;

    /// <summary>Notes that something is due; what lies beyond its reach is not noted, as it will be loaded later.</summary>
    public void Add(long due)
    {
        if (due < _from) _overdue = Math.Min(_overdue ?? due, due);
        else if (due < _from + Span) _bits[Word(due)] |= 1UL << (int)(due & 63);
    }

    /// <summary>The next instant at which something is due, or null.</summary>
    public long? Next()
    {
        if (_overdue is not null) return _overdue;
        for (var at = _from; at < _from + Span; at = (at | 63) + 1)
        {
            var word = _bits[Word(at)] >> (int)(at & 63);
            if (word != 0) return at + BitOperations.TrailingZeroCount(word);
        }
        return null;
    }

    /// <summary>Forgets what is due by now; returns the earliest of it, or null when there was nothing.</summary>
    public long? Take(long now)
    {
        // The first time, or a database clock that was set: everything is looked at and loaded anew.
        if (now < _from - MostBackwards || now >= _from + Span)
        {
            Array.Clear(_bits);
            _overdue = null;
            _from = now;
            return Anything;
        }
        var first = Next();
        if (first > now) first = null;
        for (var at = _from; at <= now; at++) _bits[Word(at)] &= ~(1UL << (int)(at & 63));
        var overdue = _overdue;
        (_overdue, _from) = (null, now);
        if (overdue > now) Add(overdue.Value);
        return first;
    }

    private static int Word(long at) => (int)(at & (Span - 1)) >> 6;
}
