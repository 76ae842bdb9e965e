namespace ServiceMesh.Sla.Domain.Calendars;

/// <summary>
/// The open stretches of one year (UTC), as ticks since 1970 with running totals, so that working time is found by binary search.
/// Years are cut in UTC: tables of neighbouring years never overlap.
/// </summary>
internal sealed class YearTable
{
    private readonly long[] _from;
    private readonly long[] _to;
    private readonly long[] _before;

    private YearTable(List<(long From, long To)> open)
    {
        _from = new long[open.Count];
        _to = new long[open.Count];
        _before = new long[open.Count];
        for (var i = 0; i < open.Count; i++)
        {
            (_from[i], _to[i], _before[i]) = (open[i].From, open[i].To, Total);
            Total += open[i].To - open[i].From;
        }
    }

    /// <summary>Working ticks of the whole year.</summary>
    public long Total { get; }

    /// <summary>Sorts, merges and clips stretches to the year that lasts from <paramref name="start"/> to <paramref name="end"/>.</summary>
    public static YearTable Of(List<(long From, long To)> stretches, long start, long end)
    {
        stretches.Sort();
        var open = new List<(long From, long To)>(stretches.Count);
        foreach (var stretch in stretches)
        {
            var (from, to) = (Math.Max(stretch.From, start), Math.Min(stretch.To, end));
            if (from >= to)
            {
                continue;
            }

            if (open.Count > 0 && from <= open[^1].To)
            {
                open[^1] = (open[^1].From, Math.Max(open[^1].To, to));
            }
            else
            {
                open.Add((from, to));
            }
        }

        return new YearTable(open);
    }

    /// <summary>Working ticks of this year before <paramref name="instant"/>.</summary>
    public long Before(long instant)
    {
        var i = LastStartingAtOrBefore(instant);
        return i < 0 ? 0 : _before[i] + Math.Min(instant, _to[i]) - _from[i];
    }

    /// <summary>The earliest instant of this year before which <paramref name="worked"/> ticks lie; it must be 1 to <see cref="Total"/>.</summary>
    public long Reaching(long worked)
    {
        // The last stretch before which less than that was worked holds the instant, its closing time included.
        var i = Array.BinarySearch(_before, worked);
        i = (i < 0 ? ~i : i) - 1;
        return _from[i] + worked - _before[i];
    }

    /// <summary>The open stretches between two instants, in order, clipped to them.</summary>
    public IEnumerable<(long From, long To)> Open(long from, long to)
    {
        for (var i = Math.Max(0, LastStartingAtOrBefore(from)); i < _from.Length && _from[i] < to; i++)
        {
            if (_to[i] > from)
            {
                yield return (Math.Max(from, _from[i]), Math.Min(to, _to[i]));
            }
        }
    }

    private int LastStartingAtOrBefore(long instant)
    {
        var i = Array.BinarySearch(_from, instant);
        return i < 0 ? ~i - 1 : i;
    }
}
