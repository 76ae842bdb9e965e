using ServiceMesh.Dispatch.Domain;

namespace ServiceMesh.Dispatch.Assignment;

/// <summary>What a ticket says of who should get it.</summary>
public sealed record Demand(string? Category, Guid? ProductId, string? ProductName);

/// <summary>The team found, its active engineers with their load, and the product's code where it is known.</summary>
/// <param name="MatchedBy">What chose the team: <c>category</c>, <c>product</c>, <c>default</c>, or <c>given</c>.</param>
/// <param name="Visible">Pending tickets that the load counts already.</param>
public sealed record Route(
    TeamRef Team, string MatchedBy, string? ProductCode, IReadOnlyList<Candidate> Candidates, IReadOnlyList<Guid> Visible)
{
    /// <summary>The explanation's first words.</summary>
    public string Reason(Demand demand) => MatchedBy switch
    {
        "category" => $"{Team.Name} for category {demand.Category}",
        "product" => $"{Team.Name} for product {demand.ProductName ?? ProductCode}",
        "default" => $"{Team.Name} as the default team",
        _ => Team.Name,
    };
}
