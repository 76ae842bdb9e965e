namespace ServiceMesh.Sla.Reprocess;

/// <summary>Counts what came of tickets.</summary>
internal sealed class Tally(ReprocessResult result)
{
    private const int MostSamples = 20;

    private readonly Dictionary<Effect, int> _clocks = new(result.Clocks);
    private readonly List<SampleTicket> _sample = [.. result.Sample];
    private ReprocessResult _result = result;

    /// <summary>The counts with those of before.</summary>
    public ReprocessResult Result => _result with { Clocks = _clocks, Sample = _sample };

    /// <summary>So many tickets were looked at.</summary>
    public void Scanned(int tickets) => _result = _result with { Scanned = _result.Scanned + tickets };

    /// <summary>A ticket could not be computed.</summary>
    public void Failed() => _result = _result with { Failed = _result.Failed + 1 };

    /// <summary>A ticket was looked at.</summary>
    public void Add(Guid ticket, Reassessment look)
    {
        switch (look.Verdict)
        {
            case Verdict.Ended:
                _result = _result with { Ended = _result.Ended + 1 };
                break;
            case Verdict.Unchanged:
                _result = _result with { Concerned = _result.Concerned + 1, Unchanged = _result.Unchanged + 1 };
                break;
            case Verdict.Changed:
                Changed(ticket, look.Number, look.Effects);
                break;
        }
    }

    /// <summary>A ticket got other terms.</summary>
    public void Changed(Guid ticket, string number, IReadOnlyList<ClockEffect> effects)
    {
        _result = _result with { Concerned = _result.Concerned + 1, Changed = _result.Changed + 1 };
        foreach (var clock in effects)
        {
            _clocks[clock.Effect] = _clocks.GetValueOrDefault(clock.Effect) + 1;
        }

        if (effects.All(c => c.Effect == Effect.Same) || (_sample.Count == MostSamples && Harm(effects).CompareTo(Harm(_sample[^1].Clocks)) <= 0))
        {
            return;
        }

        _sample.Add(new(ticket, number, effects));
        var hardest = _sample.OrderByDescending(t => Harm(t.Clocks)).ThenBy(t => t.TicketId).Take(MostSamples).ToList();
        _sample.Clear();
        _sample.AddRange(hardest);
    }

    /// <summary>How hard a ticket is hit: how many promises it breaks newly, then how much earlier a clock is due, then how much later.</summary>
    private static (int Broken, TimeSpan Earlier, TimeSpan Later) Harm(IReadOnlyList<ClockEffect> effects) => (
        effects.Count(c => c.Effect == Effect.NewlyBreached), effects.Max(c => c.OldDueAt - c.NewDueAt) is { } earlier && earlier > TimeSpan.Zero ? earlier : TimeSpan.Zero,
        effects.Max(c => c.NewDueAt - c.OldDueAt) is { } later && later > TimeSpan.Zero ? later : TimeSpan.Zero);
}
