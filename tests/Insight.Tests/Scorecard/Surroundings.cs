using ServiceMesh.Contracts;

namespace ServiceMesh.Insight.Tests.Scorecard;

/// <summary>What figures need beside tickets, by chance: assets in the field, engineers with certificates and trainings, maintenance runs. Its figures are recomputed from the raw events.</summary>
public sealed class Surroundings
{
    private readonly List<AssetChanged> _assets = [];
    private readonly List<EngineerChanged> _engineers = [];
    private readonly List<(MaintenanceRunCard Card, DateTimeOffset? Due, bool InTime)> _runs = [];

    public Surroundings(string tenant, Generated generated, Random random)
    {
        ArgumentNullException.ThrowIfNull(generated);
        ArgumentNullException.ThrowIfNull(random);
        T Any<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];
        foreach (var asset in generated.Assets)
        {
            _assets.Add(new AssetChanged
            {
                Tenant = tenant, AssetId = asset, OccurredAt = new DateTimeOffset(2024, 11, 1, 0, 0, 0, TimeSpan.Zero).AddHours(random.Next(0, 400 * 24)), CustomerId = Any(generated.Customers),
                ProductId = Any(generated.Products), SerialNumber = asset.ToString("N"), Version = "16", Stream = new StreamPosition("intake", asset, 1),
            });
        }

        foreach (var engineer in generated.Engineers)
        {
            DateOnly Day() => new DateOnly(2023, 6, 1).AddDays(random.Next(0, 1200));
            _engineers.Add(new EngineerChanged
            {
                Tenant = tenant, EngineerId = engineer, OccurredAt = DateTimeOffset.UnixEpoch, Name = "Li", Language = "zh", Skills = [], Active = random.Next(6) > 0,
                TeamIds = [.. generated.Teams.Where(_ => random.Next(3) == 0)], Stream = new StreamPosition("dispatch", engineer, 1),
                Certificates = random.Next(6) == 0 ? null : [.. Enumerable.Range(0, random.Next(0, 4)).Select(i => new HeldCertificate($"c{i}", random.Next(4) == 0 ? null : Day()))],
                Trainings = random.Next(4) == 0 ? null : [.. Enumerable.Range(0, random.Next(0, 3)).Select(i => new PassedTraining($"t{i}", Day()))],
            });
        }

        Events.AddRange(_assets);
        Events.AddRange(_engineers);
        for (var i = 0; i < 600; i++) Run(tenant, generated, random, Any);
    }

    public List<Event> Events { get; } = [];

    /// <summary>Months of assets in the field; null for those who have none of their own.</summary>
    public decimal? AssetMonths(string kind, Guid id, int from, int to)
    {
        if (kind is not ("all" or "product" or "customer")) return null;
        var own = _assets.Where(a => kind == "all" || (kind == "product" ? a.ProductId : a.CustomerId) == id);
        return own.Sum(a => Enumerable.Range(from, to - from + 1).Count(month => Recomputed.Local(a.OccurredAt) < new DateTimeOffset(2025, month, 1, 0, 0, 0, TimeSpan.FromHours(8)).AddMonths(1)));
    }

    /// <summary>Runs that came due in the months, and those completed in time.</summary>
    public (decimal Good, decimal All) Maintenance(string kind, Guid id, int from, int to)
    {
        var due = _runs.Where(r => r.Due is { } at && Recomputed.Local(at) is { Year: 2025, Month: var month } && month >= from && month <= to && kind switch
        {
            "all" => true, "team" => r.Card.TeamId == id, "engineer" => r.Card.EngineerId == id, "product" => r.Card.ProductId == id, "customer" => r.Card.CustomerId == id, _ => r.Card.ContractId == id,
        }).ToList();
        return (due.Count(r => r.InTime), due.Count);
    }

    /// <summary>Certificates and trainings there on the last day of the months, of those asked for.</summary>
    public (decimal There, decimal Asked) Expertise(string kind, Guid id, int to)
    {
        var last = new DateOnly(2025, to, 1).AddMonths(1).AddDays(-1);
        if (kind is not ("all" or "team" or "engineer")) return (0, 0);
        var (there, asked) = (0m, 0m);
        foreach (var e in _engineers.Where(e => e.Active && (kind == "all" || (kind == "team" ? e.TeamIds.Contains(id) : e.EngineerId == id))))
        {
            var valid = e.Certificates?.Count(c => c.ValidUntil is null || c.ValidUntil >= last) ?? 0;
            there += kind == "engineer" ? valid : Math.Min(valid, 1);
            asked += e.Certificates is null ? 0 : kind == "engineer" ? e.Certificates.Count : 1;
            if (e.Trainings is null) continue;
            asked++;
            if (e.Trainings.Any(t => t.CompletedOn <= last && t.CompletedOn > last.AddYears(-1))) there++;
        }

        return (there, asked);
    }

    private void Run(string tenant, Generated generated, Random random, Func<IReadOnlyList<Guid>, Guid> any)
    {
        var run = Guid.CreateVersion7();
        var due = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(0, 365 * 1440));
        var card = Card();
        var sequence = 0;
        Tell(e => new MaintenanceRunScheduled { Tenant = tenant, OccurredAt = due.AddDays(-20), Stream = e, Card = card });
        switch (random.Next(6))
        {
            case 0:
                _runs.Add((card, null, false));
                break;
            case 1:
                Tell(e => new MaintenanceRunCancelled { Tenant = tenant, OccurredAt = due.AddDays(-1), Stream = e, Card = card, Reason = "r", WasOverdue = false });
                _runs.Add((card, null, false));
                break;
            case 2:
                Overdue();
                _runs.Add((card, due, false));
                break;
            case 3:
                // Its window is moved after it was overdue: it stays where it was.
                Overdue();
                card = card with { OverdueAt = due, DueAt = due.AddDays(45) };
                Completed(due.AddDays(40), late: false);
                _runs.Add((card, due, false));
                break;
            default:
                Completed(due.AddHours(-5), late: false);
                _runs.Add((card, due, true));
                break;
        }

        void Tell(Func<StreamPosition, Event> make) => Events.Add(make(new StreamPosition("dispatch", run, ++sequence)));
        void Overdue() => Tell(e => new MaintenanceRunOverdue { Tenant = tenant, OccurredAt = due, Stream = e, Card = card, Started = false });
        void Completed(DateTimeOffset at, bool late) => Tell(e => new MaintenanceRunCompleted { Tenant = tenant, OccurredAt = at, Stream = e, Card = card, StartedAt = at.AddHours(-1), CompletedAt = at, Verdict = MaintenanceVerdict.Passed, Late = late });
        MaintenanceRunCard Card() => new()
        {
            RunId = run, PlanId = Guid.CreateVersion7(), PlanName = "p", Kind = MaintenanceKind.Inspection, Cover = MaintenanceCover.Covered, OccursOn = DateOnly.FromDateTime(due.UtcDateTime),
            From = due.AddHours(-8), To = due.AddHours(-4), Zone = "Asia/Shanghai", DueAt = due, TeamId = any(generated.Teams), EngineerId = any(generated.Engineers),
            ProductId = any(generated.Products), CustomerId = any(generated.Customers), ContractId = any(generated.Contracts), ContractNumber = "K", TeamName = "t",
        };
    }
}
