using ServiceMesh.Messaging;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Money;

namespace ServiceMesh.Sla.Tickets;

/// <summary>A ticket as it was looked at: what others keep about it follows from this, and is written with it.</summary>
/// <param name="Work">Its transaction; the ticket's row is locked.</param>
/// <param name="Tenant">The tenant.</param>
/// <param name="TicketId">The ticket.</param>
/// <param name="Facts">All its facts, the new one included.</param>
/// <param name="New">The fact that came now; null when a timer fired.</param>
/// <param name="History">What they make.</param>
/// <param name="Clocks">Its clocks.</param>
/// <param name="Step">The thresholds passed now.</param>
/// <param name="Levels">Those dealt with before.</param>
/// <param name="At">The instant of the look.</param>
internal sealed record TicketLook(
    Work Work, string Tenant, Guid TicketId, IReadOnlyList<StoredFact> Facts, StoredFact? New, TicketHistory History, IReadOnlyList<Clock> Clocks, LadderStep Step,
    IReadOnlyList<StoredLevel> Levels, DateTimeOffset At)
{
    /// <summary>True if what is published of the clocks is not as it was.</summary>
    public required bool HasChanged { get; init; }

    /// <summary>Its breaches put down before, if they were read with it.</summary>
    public IReadOnlyList<KnownBreach>? Breaches { get; init; }

    /// <summary>The number people quote.</summary>
    public string Number => NumberOf(Facts);

    /// <summary>Who had the ticket at an instant, and as the last one before it; null before anybody had.</summary>
    public (string Team, AssignData? To)? OwnerAt(DateTimeOffset at) => OwnerAt(Facts, at);

    /// <summary>Which team got the ticket when, in order.</summary>
    public IEnumerable<(DateTimeOffset At, string Team)> Owners =>
        from fact in Facts
        where fact.Kind is FactKinds.Assigned or FactKinds.Triaged
        orderby fact.At, fact.Sequence
        let owner = OwnerIn(fact)
        where owner is not null
        select (fact.At, owner.Value.Team);

    /// <summary>The number in a ticket's facts.</summary>
    public static string NumberOf(IReadOnlyList<StoredFact> facts) => facts.Last(f => f.Kind == FactKinds.Triaged).Read<TriageData>().Number;

    /// <summary>The same of a ticket's facts.</summary>
    public static (string Team, AssignData? To)? OwnerAt(IReadOnlyList<StoredFact> facts, DateTimeOffset at) =>
        facts.Where(f => f.Kind is FactKinds.Assigned or FactKinds.Triaged && f.At <= at).OrderBy(f => f.At).ThenBy(f => f.Sequence).Select(OwnerIn).LastOrDefault(o => o is not null);

    private static (string Team, AssignData? To)? OwnerIn(StoredFact fact) => fact.Kind == FactKinds.Assigned
        ? (fact.Detail, fact.Data is null ? null : fact.Read<AssignData>())
        : fact.Read<TriageData>() is { Team: { } team } triage ? (team, triage.Owner) : null;
}

/// <summary>What is stored with an assignment.</summary>
/// <param name="EngineerId">The engineer; null while it is the team's.</param>
/// <param name="EngineerName">Their name.</param>
public sealed record AssignData(Guid? EngineerId, string? EngineerName);
