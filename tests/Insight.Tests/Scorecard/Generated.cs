using ServiceMesh.Contracts;

namespace ServiceMesh.Insight.Tests.Scorecard;

/// <summary>A tenant's year of tickets by chance, the same for the same seed.</summary>
public sealed class Generated
{
    private static readonly DateTimeOffset s_from = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Random _random;
    private readonly string _tenant;

    /// <param name="same">Whose teams, engineers, products, customers and contracts it is about; null for new ones.</param>
    public Generated(string tenant, int seed, int tickets, Generated? same = null)
    {
        (_tenant, _random) = (tenant, new Random(seed));
        Teams = same?.Teams ?? Ids(4);
        Engineers = same?.Engineers ?? Ids(12);
        Products = same?.Products ?? Ids(6);
        Customers = same?.Customers ?? Ids(25);
        Contracts = same?.Contracts ?? Ids(10);
        Assets = Ids(150);
        Around = new Surroundings(tenant, this, _random);
        Tales = [.. Enumerable.Range(0, tickets).Select(_ => Make())];
    }

    public IReadOnlyList<Guid> Teams { get; }
    public IReadOnlyList<Guid> Engineers { get; }
    public IReadOnlyList<Guid> Products { get; }
    public IReadOnlyList<Guid> Customers { get; }
    public IReadOnlyList<Guid> Contracts { get; }
    public IReadOnlyList<Guid> Assets { get; }
    public IReadOnlyList<Tale> Tales { get; }

    /// <summary>Assets, engineers and maintenance runs.</summary>
    public Surroundings Around { get; }

    /// <summary>Everything, out of order: within each hundred tickets by chance, and a part only after all others.</summary>
    public IEnumerable<Event> Shuffled()
    {
        var late = new List<Event>();
        var around = Around.Events.ToArray();
        _random.Shuffle(around);
        foreach (var e in around) yield return e;
        foreach (var some in Tales.Chunk(100))
        {
            var events = some.SelectMany(t => t.Events).ToArray();
            _random.Shuffle(events);
            foreach (var e in events)
            {
                if (_random.Next(25) == 0) late.Add(e);
                else yield return e;
            }
        }

        foreach (var e in late) yield return e;
    }

    private Tale Make()
    {
        // Some lie within an hour of midnight in Shanghai at a month's end.
        var opened = s_from.AddSeconds(_random.Next(0, 364 * 86_400)).AddMilliseconds(_random.Next(1000));
        if (Chance(10)) opened = new DateTimeOffset(2025, _random.Next(2, 13), 1, 0, 0, 0, TimeSpan.FromHours(8)).AddMinutes(_random.Next(-60, 60)).ToUniversalTime();
        var tale = new Tale(_tenant, opened)
        {
            Product = Chance(90) ? Any(Products) : null, Customer = Chance(95) ? Any(Customers) : null, Contract = Chance(70) ? Any(Contracts) : null,
            Module = Chance(50) ? Pick("FI", "MM", "CO", "HR") : null, Version = Chance(30) ? Pick("15", "16") : null, RequestClass = Chance(40) ? Pick("fault", "question", "complaint") : null,
            Asset = Chance(60) ? Any(Assets) : null, Work = Chance(12) ? WorkType.Maintenance : WorkType.Support,
        };
        string? category = Chance(50) ? Pick("network", "finance", "投诉", "hardware") : null, fault = Chance(60) ? Pick("boot", "power", "report") : null;
        var call = Guid.CreateVersion7();
        var byCall = Chance(30);
        tale.Open(category, byCall ? opened.AddSeconds(-20) : null, byCall ? call : null);
        if (byCall && Chance(70)) tale.Call(opened.AddSeconds(5), call);
        if (Chance(3)) return Chance(50) ? tale.Merge(opened.AddMinutes(3)) : tale;
        var now = opened.AddSeconds(_random.Next(1, 600));
        tale.Triage(now, _random.Next(1, 6), Chance(80) ? fault : null, category);
        if (Chance(85)) tale.Assign(now = Later(now, 900), Any(Teams), Chance(80) ? Any(Engineers) : null);
        if (Chance(5)) return tale.Cancel(Later(now, 3600));
        var clocks = Promise(tale, opened, now);
        if (Chance(75)) tale.Answer(now = Later(now, 3600));
        if (Chance(15)) tale.Answer(now = Later(now, 3600));
        if (Chance(20)) tale.CustomerWrites(now = Later(now, 7200));
        if (Chance(8)) tale.Call(now = Later(now, 3600));
        if (Chance(8)) tale.Visit(now = Later(now, 3600));
        if (Chance(10)) tale.Assign(now = Later(now, 7200), Any(Teams), Any(Engineers));
        else if (Chance(5) && tale.Card().TeamId is not null) tale.Unassign(now = Later(now, 3600));
        if (Chance(5)) tale.Correct(now = Later(now, 600), Any(Customers), Chance(60) ? Any(Contracts) : null);
        if (Chance(60)) tale.Plan(now = Later(now, 7200));
        if (Chance(25)) now = Wait(tale, opened, now);
        if (Chance(6)) tale.Escalate(now = Later(now, 600), Chance(50) ? ActorKind.Customer : ActorKind.Staff);
        if (Chance(8)) return tale;
        tale.Resolve(now = Later(now, 200_000), Chance(70) ? Pick("bug", "user", "part") : null, Chance(40) ? fault ?? "report" : null, Chance(30) ? Pick("FI", "PP") : null);
        Decide(tale, opened, now, clocks);
        if (Chance(12)) tale.Reopen(now = Later(now, 40_000), late: false).Resolve(now = Later(now, 40_000), "bug");
        if (Chance(10)) return tale;
        tale.Close(now = Later(now, 90_000));
        if (Chance(6)) tale.Reopen(now = Later(now, 3_000_000), late: true).Resolve(now = Later(now, 90_000)).Close(now = Later(now, 90_000));
        if (Chance(4)) tale.Merge(Later(now, 100)).Unmerge(Later(now, 500));
        Ask(tale, now);
        return tale;
    }

    private DateTimeOffset Wait(Tale tale, DateTimeOffset opened, DateTimeOffset now)
    {
        var reason = (PauseReason)_random.Next(0, 5);
        tale.Pause(now = Later(now, 20_000), reason);
        if (Chance(30)) tale.Pause(now = Later(now, 20_000), reason = PauseReason.WaitingForVendor);
        return Chance(80) ? Resumed(now = Later(now, 50_000)) : now;

        DateTimeOffset Resumed(DateTimeOffset at)
        {
            tale.Resume(at, reason);
            return at;
        }
    }

    private string[] Promise(Tale tale, DateTimeOffset opened, DateTimeOffset now)
    {
        if (Chance(15)) return [];
        tale.Clocks(now, Tale.Clock("firstResponse", ClockState.Running, opened, opened.AddHours(1)), Tale.Clock("resolution", ClockState.Running, opened, opened.AddHours(_random.Next(2, 30))),
            Tale.Clock("diagnosis", ClockState.Running, opened, opened.AddHours(2)));
        return ["firstResponse", "diagnosis", "resolution"];
    }

    private void Decide(Tale tale, DateTimeOffset opened, DateTimeOffset now, string[] clocks)
    {
        if (clocks.Length == 0) return;
        var views = clocks.Select(c => Chance(20) ? Tale.Clock(c, Chance(50) ? ClockState.Breached : ClockState.MetLate, opened, opened.AddHours(3), now)
            : Chance(90) ? Tale.Clock(c, ClockState.Met, opened, opened.AddHours(3), opened.AddMinutes(_random.Next(1, 170))) : Tale.Clock(c, ClockState.Cancelled, opened, null)).ToList();
        if (Chance(40)) views.AddRange(Enumerable.Range(1, _random.Next(1, 4)).Select(r => Chance(70) ? Tale.Clock("update", ClockState.Met, opened, opened.AddHours(4 * r), opened.AddHours(r), r)
            : Tale.Clock("update", ClockState.Breached, opened, opened.AddHours(4 * r), null, r)));
        tale.Clocks(now, [.. views]);
        // A clock that a later word leaves out keeps its last one.
        if (Chance(20)) tale.Clocks(now.AddMinutes(1), views[0]);
    }

    private void Ask(Tale tale, DateTimeOffset now)
    {
        if (!Chance(70)) return;
        var survey = Guid.CreateVersion7();
        tale.Invite(now = Later(now, 7200), survey);
        if (Chance(10)) tale.Withdraw(now.AddMinutes(1), survey);
        else if (Chance(60)) tale.Rate(now = Later(now, 400_000), survey, _random.Next(1, 6), Chance(50) ? _random.Next(0, 11) : null, told: Chance(80));
        if (Chance(20)) tale.FollowUp(Later(now, 100_000), Pick("solved", "not-solved", "unreachable", "satisfied", "not-satisfied"));
    }

    private DateTimeOffset Later(DateTimeOffset at, int seconds) => at.AddSeconds(_random.Next(1, seconds));

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Any<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];

    private string Pick(params string[] of) => of[_random.Next(of.Length)];

    private static Guid[] Ids(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];
}
