using NodaTime;

namespace ServiceMesh.Sla.Domain.Clocks;

/// <summary>Intervals taken out of time.</summary>
internal static class StretchMath
{
    /// <summary>What is left of the time from <paramref name="start"/> on without the given stretches, which may overlap and come in any order.</summary>
    public static IReadOnlyList<Stretch> Without(Instant start, IEnumerable<Stretch> taken)
    {
        var left = new List<Stretch>();
        Instant? cursor = start;
        foreach (var stretch in taken.OrderBy(s => s.From))
        {
            if (cursor is not { } at || (stretch.To is { } to && to <= at))
            {
                continue;
            }

            if (stretch.From > at)
            {
                left.Add(new(at, stretch.From));
            }

            cursor = stretch.To;
        }

        if (cursor is { } rest)
        {
            left.Add(new(rest, null));
        }

        return left;
    }
}
