using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain;

/// <summary>
/// The ranking's rules for work that somebody takes or is given by hand. Whether somebody is on duty, away or was asked before binds the ranking
/// only: who takes something is there, and who gives it knows.
/// </summary>
public static class ByHand
{
    /// <summary>All that speaks against somebody; what nobody may pass over comes first. Empty for whom the ranking would consider when there.</summary>
    /// <param name="person">Who is to have it; not necessarily one of the team.</param>
    /// <param name="team">The team's active engineers: a product or category is asked for when one of them has it.</param>
    /// <param name="needs">What the work asks for.</param>
    public static IReadOnlyList<Exclusion> Against(Candidate person, IReadOnlyCollection<Candidate> team, Needs needs)
    {
        ArgumentNullException.ThrowIfNull(needs);
        Exclusion?[] found =
        [
            .. needs.Certificates.Select(name => Ranking.LacksCertificate(person, name, needs.Today)),
            .. Ranking.Mandatory(team, needs.Wanted).Select(skill => Ranking.Lacks(person, skill)),
            .. needs.Skills.Select(skill => Ranking.Lacks(person, skill)),
            Ranking.Avoids(person, needs),
            Ranking.Full(person, needs),
        ];
        return [.. found.OfType<Exclusion>()];
    }

    /// <summary>Whether a dispatcher may pass over it with a reason. Nobody works without a certificate that the work asks for.</summary>
    public static bool MayBePassedOver(Exclusion why)
    {
        ArgumentNullException.ThrowIfNull(why);
        return why.Code is not ("certificate" or "certificateEnded");
    }

    /// <summary>The problem that says it.</summary>
    public static string Problem(Exclusion why)
    {
        ArgumentNullException.ThrowIfNull(why);
        return why.Code switch
        {
            "skill" => "assignment.skill-missing",
            "skillLevel" => "assignment.skill-level-missing",
            "certificate" => "assignment.certificate-missing",
            "certificateEnded" => "assignment.certificate-ended",
            "avoids" => "assignment.customer-avoided",
            "full" => "assignment.full",
            "visits" => "visit.day-full",
            _ => throw new ArgumentOutOfRangeException(nameof(why), why.Code, "It does not bind hands."),
        };
    }
}
