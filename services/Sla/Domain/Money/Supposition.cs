using System.Collections.Concurrent;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Domain.Policies;

namespace ServiceMesh.Sla.Domain.Money;

/// <summary>
/// Other terms for the same history. A supposed policy holds for the tickets that it matches, which otherwise keep their own; a supposed
/// calendar takes the place of every version of the one with its name.
/// </summary>
/// <param name="policy">The policy; null for those there were.</param>
/// <param name="calendars">The calendars that the policy runs on.</param>
/// <param name="replacement">The calendar that takes the place of its namesake; null for none.</param>
public sealed class Supposition(Policy? policy, IReadOnlyList<CalendarVersion> calendars, CalendarVersion? replacement)
{
    private readonly ConcurrentDictionary<string, Terms> _byRule = new();
    private readonly ConcurrentDictionary<Terms, Terms> _replaced = new(ReferenceEqualityComparer.Instance);

    /// <summary>The facts as they would have been. Under the supposed policy its own window decides which reopenings begin a new cycle.</summary>
    public IEnumerable<Fact> On(IReadOnlyList<Fact> facts)
    {
        var isSupposed = facts.OfType<TermsChosen>().Any(c => RuleFor(c.Traits) is not null);
        return facts.Select(f => f switch
        {
            TermsChosen chosen => chosen with { Terms = TermsFor(chosen.Traits, chosen.Terms) },
            Reopened reopened when isSupposed => reopened with { NewCycle = null },
            _ => f,
        });
    }

    private string? RuleFor(TicketTraits traits) => policy is null ? null : PolicyMatcher.Match([policy], traits).Rule;

    private Terms? TermsFor(TicketTraits traits, Terms? was)
    {
        if (RuleFor(traits) is { } rule)
        {
            return _byRule.GetOrAdd(rule, name => policy!.TermsOf(name, calendars));
        }

        return was is null || replacement is null ? was : _replaced.GetOrAdd(was, Replace);
    }

    private Terms Replace(Terms was) => was.Clocks.Any(c => c.CalendarName == replacement!.Name)
        ? was with
        {
            Clocks =
            [
                .. was.Clocks.Select(c => c.CalendarName == replacement!.Name ? c with { Calendar = replacement.Calendar, CalendarVersion = replacement.Version } : c),
            ],
        }
        : was;
}
