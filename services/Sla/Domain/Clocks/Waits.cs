using NodaTime;

namespace ServiceMesh.Sla.Domain.Clocks;

/// <summary>Collects a ticket's waiting while its facts are folded: at most one wait for each reason is open.</summary>
internal sealed class Waits
{
    private readonly List<PauseSpan> _over = [];
    private readonly Dictionary<string, Instant> _open = [];

    /// <summary>True while it waits for this reason.</summary>
    public bool IsFor(string reason) => _open.ContainsKey(reason);

    /// <summary>It begins to wait for a reason for which it does not wait.</summary>
    public void Begin(string reason, Instant at) => _open.Add(reason, at);

    /// <summary>It no longer waits for a reason; false if it did not.</summary>
    public bool End(string reason, Instant at)
    {
        if (!_open.Remove(reason, out var since))
        {
            return false;
        }

        _over.Add(new(reason, new(since, at)));
        return true;
    }

    /// <summary>It no longer waits; false if it did not.</summary>
    public bool EndAll(Instant at)
    {
        var waited = _open.Count > 0;
        _over.AddRange(_open.Select(w => new PauseSpan(w.Key, new(w.Value, at))));
        _open.Clear();
        return waited;
    }

    /// <summary>All of it, what goes on included.</summary>
    public PauseLine ToLine() => new(_over.Concat(_open.Select(w => new PauseSpan(w.Key, new(w.Value, null)))));
}

/// <summary>A ticket's waiting in order of its start. Every clock asks for a part of it, which is found by binary search.</summary>
internal sealed class PauseLine
{
    private readonly List<PauseSpan> _pauses;

    // For each pause the latest end among it and those before it.
    private readonly List<Instant> _endsBy = [];

    public PauseLine(IEnumerable<PauseSpan> pauses)
    {
        _pauses = [.. pauses];
        _pauses.Sort((a, b) => a.Time.From != b.Time.From ? a.Time.From.CompareTo(b.Time.From) : string.CompareOrdinal(a.Reason, b.Reason));
        foreach (var pause in _pauses)
        {
            var end = pause.Time.To ?? Instant.MaxValue;
            _endsBy.Add(_endsBy is [.., var before] ? Instant.Max(before, end) : end);
        }
    }

    public IReadOnlyList<PauseSpan> All => _pauses;

    /// <summary>What touches a time.</summary>
    /// <param name="from">What ended by then is left out.</param>
    /// <param name="to">What starts then or later is left out; null for no end.</param>
    public IEnumerable<PauseSpan> Within(Instant from, Instant? to)
    {
        var (low, high) = (0, _endsBy.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _endsBy[middle] > from ? (low, middle) : (middle + 1, high);
        }

        for (; low < _pauses.Count && !(_pauses[low].Time.From >= to); low++)
        {
            if (!(_pauses[low].Time.To <= from))
            {
                yield return _pauses[low];
            }
        }
    }
}
