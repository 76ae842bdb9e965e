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

    private static readonly WorkClass[] s_classes = Enum.GetValues<WorkClass>();
    private static readonly IReadOnlySet<Guid> s_nobody = new HashSet<Guid>();

    private readonly Candidate[] _people;
    private readonly Dictionary<Guid, int> _places = [];
    private readonly HashSet<Guid> _avoided;
    private readonly HashSet<Kind> _hopeless = [];
    private readonly HashSet<Kind> _hopeful = [];
    private readonly HashSet<Guid> _held = [];
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

    /// <summary>Somebody was passed over, as somebody else was giving him something.</summary>
    public bool AnybodyBusy { get; private set; }

    /// <summary>Whether there is anybody here with a place for anything.</summary>
    public bool AnybodyFree => FreeFor.Length > 0;

    /// <summary>The classes of work for which somebody here has a place.</summary>
    public WorkClass[] FreeFor =>
        Array.FindAll(s_classes, c => Array.Exists(_people, p => !p.OffDuty && !p.Away && WorkClasses.Free(Route.Settings.Capacity, p.InHand, c) > 0));

    /// <summary>Nobody was free for a ticket of this kind.</summary>
    public bool IsHopeless(Waiting w) => _people.Length == 0 || _hopeless.Contains(KindOf(w));

    /// <summary>Whether somebody is able, allowed and free as far as is known without locking the ticket; a kind for which nobody is, is hopeless from now on.</summary>
    public bool HasSomebody(Waiting w, DateTimeOffset now)
    {
        if (IsHopeless(w)) return false;
        var kind = KindOf(w);
        // Hope may have gone since: the choice itself finds out.
        if (_hopeful.Contains(kind)) return true;
        var anybody = Ranking.AnybodyFor(_people, NeedsOf(w, now, s_nobody));
        _ = anybody ? _hopeful.Add(kind) : _hopeless.Add(kind);
        return anybody;
    }

    /// <summary>The best for a ticket, held where places are set.</summary>
    public async Task<Choice> ChooseAsync(Work work, string tenant, Waiting w, DateTimeOffset now, IReadOnlySet<Guid> except, CancellationToken ct)
    {
        while (true)
        {
            var choice = Choose(w, now, except);
            if (Route.Settings.Capacity is null || choice.Engineer is not { } best || _held.Contains(best.Id)) return choice;
            await HoldAsync(work, tenant, best.Id, ct);
        }
    }

    private async Task HoldAsync(Work work, string tenant, Guid engineer, CancellationToken ct)
    {
        var held = await Places.HoldAsync(work, tenant, engineer, wait: false, ct);
        ref var person = ref _people[_places[engineer]];
        person = person with { InHand = held ?? InHand.Full };
        AnybodyBusy |= held is null;
        _held.Add(engineer);
    }

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
        var choice = Ranking.Choose(Acquainted(w), NeedsOf(w, now, except), OfTicket(w).Reason(w.Demand));
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

    private Route OfTicket(Waiting w) => Route with { ProductCode = w.ProductCode, Region = w.Region };

    private Needs NeedsOf(Waiting w, DateTimeOffset now, IReadOnlySet<Guid> except) => OfTicket(w).Needs(w.Demand, now, except);

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
