using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Engineers;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Assignment;

/// <summary>Work that somebody is to have by hand.</summary>
/// <param name="Team">Whose rules hold.</param>
/// <param name="TakesPlace">Whether it takes one of the person's places from now on.</param>
/// <param name="Day">By which certificates are judged, in the tenant's zone; null for today.</param>
internal sealed record HandWork(string Tenant, Guid Team, Demand Demand, bool TakesPlace, DateOnly? Day = null);

/// <summary>Whether, and why, somebody passes over what speaks against it.</summary>
internal sealed record PassOver(bool Asked, string? Reason)
{
    public static PassOver Not { get; } = new(false, null);
}

/// <summary>Holds work that is taken or given by hand to the rules of the ranking.</summary>
internal sealed class Hands(Router router)
{
    /// <summary>All that speaks against it. Where places are set the person is held until the work ends, so that hands exceed them no more than choices do.</summary>
    /// <exception cref="ProblemException">404 <c>team.not-found</c>.</exception>
    public async Task<IReadOnlyList<Exclusion>> AgainstAsync(Work work, Engineer engineer, HandWork asked, CancellationToken ct)
    {
        var route = await router.ForTeamAsync(work, asked.Tenant, asked.Team, asked.Demand, ct) ?? throw Problems.NotFound("team.not-found");
        var needs = route.Needs(asked.Demand, work.Now, null);
        needs = needs with { Today = asked.Day ?? route.Today, Capacity = asked.TakesPlace ? needs.Capacity : null };
        var person = new Candidate(engineer.Ref, engineer.Skills, 0, null) { Profile = engineer.Profile ?? Profile.Empty };
        if (WorkClasses.Free(needs.Capacity, InHand.Full, needs.Class) <= 0)
            person = person with { InHand = await Places.HoldAsync(work, asked.Tenant, engineer.Id, wait: true, ct) ?? InHand.Full };
        return ByHand.Against(person, route.Candidates, needs);
    }

    /// <summary>Refuses, or returns what a dispatcher or manager passes over with a reason; null for nothing.</summary>
    /// <param name="who">The engineer's name, to say it.</param>
    /// <exception cref="ProblemException">409 with the code of what speaks against it; 403 or 400 for somebody who may not pass over it, or says no reason.</exception>
    public static IReadOnlyList<Exclusion>? Settle(IReadOnlyList<Exclusion> against, string who, Caller caller, PassOver over)
    {
        if (against.Count == 0) return null;
        if (!over.Asked || !ByHand.MayBePassedOver(against[0]))
            throw Problems.Conflict(ByHand.Problem(against[0]), $"{who}: {string.Join(", ", against.Select(a => AssignmentReasonWords.Say(a, "en")))}.");
        if (!caller.IsAny(Roles.Dispatcher, Roles.Manager))
            throw Problems.Forbidden("access.role-missing", "Only a dispatcher or manager passes over what speaks against it.");
        if (string.IsNullOrWhiteSpace(over.Reason))
            throw Problems.Invalid("assignment.reason-required", "To pass over what speaks against it needs a reason.");
        return against;
    }
}
