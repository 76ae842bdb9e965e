using System.Globalization;
using System.Xml;
using ServiceMesh.Sla.Domain.Policies;
using ServiceMesh.Sla.Domain.Preview;

namespace ServiceMesh.Sla.Tests.Preview;

/// <summary>A leg: seconds of working time, or the same day with the last second of the day that still counts as reported on it.</summary>
internal sealed record SlowPromise(string Clock, long? Seconds, int? CutoffMinute);

/// <summary>Terms as a person reads them from a request, in whole seconds; whatever the service makes of them is not asked.</summary>
internal sealed class SlowTerms
{
    private static readonly Dictionary<Signal, string> _metBy = new()
    {
        [Signal.AgentMessage] = "firstResponse", [Signal.FixPlan] = "diagnosis", [Signal.RemoteSession] = "remoteAssistance", [Signal.Arrived] = "onSiteArrival",
        [Signal.Resolved] = "resolution", [Signal.Closed] = "closing",
    };

    private static readonly Dictionary<Signal, string> _eventOf = new()
    {
        [Signal.AgentMessage] = "agentMessage", [Signal.FixPlan] = "fixPlan", [Signal.RemoteSession] = "remoteSession", [Signal.Arrived] = "arrived",
    };

    private readonly Dictionary<string, string> _ends = [];
    private readonly Dictionary<string, HashSet<string>> _also = [];

    public SlowTerms(PreviewTerms terms)
    {
        foreach (var (name, text) in new[]
        {
            ("firstResponse", terms.FirstResponse), ("nextResponse", terms.NextResponse), ("update", terms.Update), ("diagnosis", terms.Diagnosis),
            ("remoteAssistance", terms.RemoteAssistance), ("onSiteArrival", terms.OnSiteArrival), ("resolution", terms.Resolution),
        })
        {
            if (text is not null)
            {
                Seconds[name] = SecondsOf(text);
            }
        }

        foreach (var (reason, clocks) in terms.PauseStops ?? new Dictionary<string, IReadOnlyList<string>>())
        {
            Stops[reason] = [.. clocks];
        }

        foreach (var either in terms.Either ?? [])
        {
            Either[either.Name!] = [.. either.Legs!.Select(l => new SlowPromise(
                l.Clock!,
                l.SameDay ? null : SecondsOf(l.Target!),
                l.Cutoff is { } c ? (int.Parse(c[..2], CultureInfo.InvariantCulture) * 60) + int.Parse(c[3..], CultureInfo.InvariantCulture) : null))];
        }

        foreach (var extra in terms.Extra ?? [])
        {
            (Seconds[extra.Name!], Extra[extra.Name!]) = (SecondsOf(extra.Target!), _metBy[extra.MetBy!.Value]);
        }

        foreach (var (clock, own) in terms.Clocks ?? new Dictionary<string, PreviewConditions>())
        {
            if (own.StartsOn is { } starts)
            {
                Starts[clock] = _eventOf[starts];
            }

            if (own.MetBy is { } met)
            {
                _ends[clock] = _metBy[met];
            }

            _also[clock] = [.. (own.AlsoMetBy ?? []).Select(s => _metBy[s])];
        }

        WarnAt = [.. (terms.WarnAt ?? []).Order()];
        Window = SecondsOf(terms.ReopenWindow ?? "P7D");
    }

    public Dictionary<string, long> Seconds { get; } = [];

    public Dictionary<string, HashSet<string>> Stops { get; } = [];

    public Dictionary<string, SlowPromise[]> Either { get; } = [];

    /// <summary>Clocks of the terms' own, each with the clock whose meeting is its own too.</summary>
    public Dictionary<string, string> Extra { get; } = [];

    /// <summary>Clocks that do not start with the cycle, each with the event that starts it.</summary>
    public Dictionary<string, string> Starts { get; } = [];

    public int[] WarnAt { get; }

    public long Window { get; }

    public bool Stopped(IEnumerable<string> reasons, string name, string? also = null) =>
        reasons.Any(r => Stops.TryGetValue(r, out var names) && (names.Contains(name) || (also is not null && names.Contains(also))));

    /// <summary>The clock that is met by the same.</summary>
    public string As(string name) => _ends.GetValueOrDefault(name) ?? Extra.GetValueOrDefault(name, name);

    /// <summary>Whether what meets a clock meets this one too.</summary>
    public bool IsMetBy(string name, string clock) => clock == As(name) || (_also.TryGetValue(name, out var also) && also.Contains(clock));

    /// <summary>Whether only the closing ends it: then it counts on after the solution.</summary>
    public bool IsClosing(string name) => As(name) == "closing";

    private static long SecondsOf(string text) => (long)XmlConvert.ToTimeSpan(text).TotalSeconds;
}
