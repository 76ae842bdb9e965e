using System.Collections.Concurrent;

namespace ServiceMesh.Sinks;

/// <summary>Counts how often each id was seen, so that duplicates show. Bounded: after 200,000 ids new ones are not counted.</summary>
public sealed class OccurrenceCounter
{
    private const int MaxIds = 200_000;
    private readonly ConcurrentDictionary<string, int> _seen = new(StringComparer.Ordinal);

    /// <summary>Notes one occurrence and returns how many there have been.</summary>
    public int Count(string id) =>
        _seen.Count < MaxIds || _seen.ContainsKey(id) ? _seen.AddOrUpdate(id, 1, (_, n) => n + 1) : 0;

    /// <summary>How often this id was seen.</summary>
    public int Of(string id) => _seen.GetValueOrDefault(id);

    /// <summary>Forgets everything.</summary>
    public void Clear() => _seen.Clear();

    /// <summary>All occurrences, different ids, and the ids seen more than once.</summary>
    public OccurrenceSummary Summary()
    {
        var seen = _seen.ToArray();
        return new OccurrenceSummary(
            seen.Sum(p => (long)p.Value),
            seen.Length,
            seen.Where(p => p.Value > 1).ToDictionary(p => p.Key, p => p.Value));
    }
}

/// <param name="Total">All occurrences.</param>
/// <param name="Distinct">Different ids.</param>
/// <param name="Repeated">Ids seen more than once, with their number.</param>
public sealed record OccurrenceSummary(long Total, int Distinct, IReadOnlyDictionary<string, int> Repeated);
