using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Domain.Triage;
using ServiceMesh.Dispatch.Teams;

namespace ServiceMesh.Dispatch.Assignment;

/// <summary>What a ticket says of who should get it.</summary>
public sealed record Demand(
    string? Category, Guid? ProductId, string? ProductName, Guid? CustomerId, Guid? AssetId, string? Language, Channel Channel, WorkType WorkType)
{
    /// <summary>Its caller is on the line.</summary>
    public bool OnPhone { get; init; }

    public WorkClass Class => WorkClasses.Of(Channel, WorkType, OnPhone);

    public static Demand Of(Ticket t) =>
        new(t.Category, t.ProductId, t.ProductName, t.CustomerId, t.AssetId, t.Language, t.Channel, t.WorkType) { OnPhone = t.OnPhone == true };

    public static Demand Of(TicketOpened e, TriageResult triage) =>
        new(triage.Category, e.ProductId, e.ProductName, e.CustomerId, e.AssetId, e.Language, e.Channel, triage.WorkType) { OnPhone = Registration.IsOnPhone(e) };
}

/// <summary>The team found, its active engineers as they stand now (see <see cref="Unnamed"/>), and what else the choice depends on.</summary>
/// <param name="MatchedBy">What chose the team: <c>category</c>, <c>product</c>, <c>default</c>, or <c>given</c>.</param>
/// <param name="Visible">Pending tickets that the load counts already.</param>
/// <param name="Region">The customer's.</param>
/// <param name="Today">The day in the tenant's zone.</param>
public sealed record Route(
    TeamRef Team, string MatchedBy, string? ProductCode, IReadOnlyList<Candidate> Candidates, IReadOnlyList<Guid> Visible,
    AssignmentSettings Settings, string? Region, DateOnly Today)
{
    /// <summary>The tenant's zone as stored.</summary>
    public string? Zone { get; init; }

    /// <summary>Engineers of the team beside the candidates: many who lack a mandatory skill are counted only.</summary>
    public IReadOnlyList<ExclusionCount> Unnamed { get; init; } = [];

    /// <summary>Of the rules that hold now; 0 for none.</summary>
    public int TriageVersion { get; init; }

    /// <summary>The triage rule that chose the team.</summary>
    public string? Rule { get; init; }

    /// <summary>By which the team works, where offers are made; see <see cref="Router.WithCalendarAsync"/>.</summary>
    public OpeningHours? Calendar { get; init; }

    /// <summary>Why it is this team: the beginning of a choice's reason.</summary>
    public AssignmentReason Reason(Demand demand)
    {
        var (by, what) = MatchedBy switch
        {
            "category" => ("category", demand.Category),
            "product" => ("product", demand.ProductName ?? ProductCode),
            _ when Rule is not null => ("rule", Rule),
            "default" => ("default", null),
            _ => ((string?)null, (string?)null),
        };
        return new AssignmentReason { Code = "", Team = Team.Name, TeamBy = by, TeamFor = what };
    }

    /// <summary>What the ranking is asked.</summary>
    public Needs Needs(Demand demand, DateTimeOffset now, IReadOnlySet<Guid>? except)
    {
        var asked = (Settings.Requirements ?? []).Where(r => r.When is null || Is(r.When, ProductCode) || Is(r.When, demand.Category)).ToList();
        return new Needs([ProductCode, demand.Category])
        {
            Skills = [.. asked.SelectMany(r => r.Skills ?? [])],
            Certificates = [.. asked.SelectMany(r => r.Certificates ?? []).Distinct(StringComparer.OrdinalIgnoreCase)],
            CustomerId = demand.CustomerId,
            Region = Region,
            Language = demand.Language,
            Class = demand.Class,
            Now = now,
            Today = Today,
            Except = except ?? new HashSet<Guid>(),
            Weights = Settings.Weights,
            Capacity = Settings.Capacity,
            Unnamed = Unnamed,
        };
    }

    private static bool Is(string word, string? other) => string.Equals(word, other, StringComparison.OrdinalIgnoreCase);
}
