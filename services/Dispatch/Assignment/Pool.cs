using Npgsql;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Assignment;

/// <summary>
/// A team's people while one transaction gives them tickets: read once, and counted on with each ticket given. Load and places only grow
/// within it, so whom nobody was free for once, nobody is free for later.
/// </summary>
internal sealed class Pool
{
    private const string Affine = "SELECT subject_id, engineer_id, n FROM affinities WHERE tenant = $1 AND subject_id = ANY($2)";

    private readonly Candidate[] _people;
    private readonly Dictionary<Guid, int> _places = [];
    private readonly HashSet<Guid> _avoided;
    private readonly HashSet<Kind> _hopeless = [];
    private int _taken;
    private readonly Dictionary<Guid, List<(Guid Engineer, int Solved)>> _solved = [];

    public Pool(Route route, IReadOnlyList<Candidate> people)
    {
        Route = route;
        _people = [.. people];
        for (var i = 0; i < _people.Length; i++) _places[_people[i].Engineer.Id] = i;
        _avoided = [.. _people.SelectMany(p => p.Profile.Avoids)];
    }

    public Route Route { get; }

    /// <summary>Nobody was free for a ticket of this kind.</summary>
    public bool IsHopeless(Waiting w) => _people.Length == 0 || _hopeless.Contains(KindOf(w));

    /// <summary>Reads who has solved what for the customers and assets of these tickets.</summary>
    public async Task LearnAsync(Work work, string tenant, IEnumerable<Waiting> tickets, CancellationToken ct)
    {
        Guid[] subjects = [.. tickets.SelectMany(w => Subjects(w)).Distinct().Where(s => !_solved.ContainsKey(s))];
        if (subjects.Length == 0 || Route.Settings.Weights.Affinity == 0) return;
        foreach (var subject in subjects) _solved[subject] = [];
        await using var read = new NpgsqlCommand(Affine, work.Connection, work.Transaction)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = tenant }, new NpgsqlParameter<Guid[]> { TypedValue = subjects } },
        };
        await using var r = await read.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct)) _solved[r.GetGuid(0)].Add((r.GetGuid(1), r.GetInt32(2)));
    }

    /// <summary>The best for a ticket, with what was given before counted.</summary>
    public Choice Choose(Waiting w, DateTimeOffset now, IReadOnlySet<Guid> except)
    {
        var route = Route with { ProductCode = w.ProductCode, Region = w.Region };
        var choice = Ranking.Choose(Acquainted(w), route.Needs(w.Demand, now, except), route.Reason(w.Demand));
        if (choice.Engineer is null && except.Count == 0) _hopeless.Add(KindOf(w));
        return choice;
    }

    /// <summary>Somebody has a ticket more.</summary>
    public void Take(Guid engineer, WorkClass kind, DateTimeOffset now)
    {
        ref var person = ref _people[_places[engineer]];
        // Within one instant too, whoever got one last comes last among equals.
        person = person with
        {
            OpenTickets = Math.Min(Ranking.FullLoad, person.OpenTickets + 1), LastAssignedAt = now.AddTicks(++_taken), InHand = person.InHand.Plus(kind),
        };
    }

    private Candidate[] Acquainted(Waiting w)
    {
        var known = Subjects(w).SelectMany(s => _solved.GetValueOrDefault(s, [])).ToList();
        if (known.Count == 0) return _people;
        var people = (Candidate[])_people.Clone();
        foreach (var (engineer, solved) in known)
            if (_places.TryGetValue(engineer, out var at) && people[at].Solved < solved) people[at] = people[at] with { Solved = solved };
        return people;
    }

    private static IEnumerable<Guid> Subjects(Waiting w) => new[] { w.Demand.CustomerId, w.Demand.AssetId }.OfType<Guid>();

    private Kind KindOf(Waiting w) => new(
        w.ProductCode?.ToUpperInvariant(), w.Demand.Category?.ToUpperInvariant(), w.Class, w.Demand.CustomerId is { } c && _avoided.Contains(c) ? c : null);

    /// <summary>All that decides whether somebody is able, allowed and free.</summary>
    private sealed record Kind(string? Product, string? Category, WorkClass Class, Guid? Avoided);
}
