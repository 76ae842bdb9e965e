namespace ServiceMesh.Sla.Reprocess;

/// <summary>
/// Sizes the chunks of a background job so that each is over within a tenth of a second, and lets the job rest after each as long as it
/// worked, so that live traffic finds the processor and the database free; and up to eight times as long while a ticket takes longer than at
/// its best, because then somebody else is busy.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="mostPerSecond">The most tickets in a second.</param>
internal sealed class Pace(TimeProvider time, int mostPerSecond)
{
    private const int Most = 250;
    private const int MostScanned = 2_000;
    private const double LongestRest = 8;

    // The best is forgotten slowly: tickets get longer.
    private const double Forgetting = 1.02;

    private static readonly TimeSpan _aim = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _leastRest = TimeSpan.FromMilliseconds(5);

    private double _size = 25;
    private double _openShare = 1;
    private double _best = double.MaxValue;

    /// <summary>Tickets in the next chunk.</summary>
    public int Size => (int)_size;

    /// <summary>Tickets among which so many open ones are expected.</summary>
    public int ToScan => (int)Math.Min(MostScanned, Math.Ceiling(_size / _openShare));

    /// <summary>The next chunk is a single ticket.</summary>
    public void Narrow() => _size = 1;

    /// <summary>Rests after a chunk.</summary>
    /// <param name="tickets">Tickets that were worked on.</param>
    /// <param name="scanned">Tickets among which they were found.</param>
    /// <param name="worked">How long it took.</param>
    /// <param name="ct">Cancels.</param>
    public Task RestAsync(int tickets, int scanned, TimeSpan worked, CancellationToken ct)
    {
        _openShare = scanned > 0 ? Math.Clamp((_openShare + ((double)tickets / scanned)) / 2, 0.01, 1) : _openShare;
        var strain = 1.0;
        // A small rest of a job says little: most of what it takes is the commit.
        if (tickets > 0 && tickets >= Size / 2)
        {
            var each = worked.TotalSeconds / tickets;
            _best = Math.Min(each, _best * Forgetting);
            strain = Math.Clamp(each / _best, 1, LongestRest);
            _size = Math.Clamp(_size * Math.Clamp(_aim / worked, 0.5, 2), 1, Most);
        }

        var rest = new[] { worked * strain, TimeSpan.FromSeconds((double)tickets / mostPerSecond) - worked, _leastRest }.Max();
        return Task.Delay(rest, time, ct);
    }
}
