namespace ServiceMesh.Sla.Reprocess;

/// <summary>
/// Lets a background job rest as long as it works, so that live traffic finds the processor and the database free; and up to twice
/// as long while its work takes longer than at its best, because then somebody else is busy.
/// </summary>
internal sealed class Pace(TimeProvider time)
{
    private const int TicketsBetweenRests = 5;
    private const double LongestRest = 2;

    // The best is forgotten slowly: tickets get longer.
    private const double Forgetting = 1.02;

    private TimeSpan _worked;
    private TimeSpan _best = TimeSpan.MaxValue;
    private int _tickets;

    /// <summary>Runs the work on one ticket, and rests when it is time to.</summary>
    public async Task<T> WorkAsync<T>(Func<Task<T>> work, CancellationToken ct)
    {
        var before = time.GetTimestamp();
        var result = await work();
        _worked += time.GetElapsedTime(before);
        if (++_tickets == TicketsBetweenRests)
        {
            _best = _best == TimeSpan.MaxValue || _worked < _best * Forgetting ? _worked : _best * Forgetting;
            var rest = _worked * Math.Clamp(_worked / _best, 1, LongestRest);
            (_worked, _tickets) = (TimeSpan.Zero, 0);
            await Task.Delay(rest, time, ct);
        }

        return result;
    }
}
