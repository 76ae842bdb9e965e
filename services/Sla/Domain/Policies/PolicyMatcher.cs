using System.Text.Json;
using ServiceMesh.Contracts;

namespace ServiceMesh.Sla.Domain.Policies;

/// <summary>The outcome of choosing a policy.</summary>
/// <param name="Policy">The policy; null when none matches, and then nothing is promised.</param>
/// <param name="Rule">The rule in it; null when none matches.</param>
/// <param name="Explanation">Why, in words.</param>
public sealed record PolicyMatch(Policy? Policy, string? Rule, string Explanation);

/// <summary>Chooses the promise for a ticket: policies in order, rules in order, the first match wins.</summary>
public static class PolicyMatcher
{
    /// <summary>The first rule that matches, with the reason.</summary>
    /// <param name="policies">The newest version of each policy, in any order.</param>
    /// <param name="traits">The ticket.</param>
    public static PolicyMatch Match(IEnumerable<Policy> policies, TicketTraits traits)
    {
        var passed = new List<string>();
        foreach (var policy in policies.Where(p => p.Active).OrderBy(p => p.Position).ThenBy(p => p.Name, StringComparer.Ordinal))
        {
            if (policy.ServiceLevels?.Contains(traits.ServiceLevel, StringComparer.OrdinalIgnoreCase) == false)
            {
                passed.Add($"{policy.Name} is for service level {string.Join(" or ", policy.ServiceLevels)}");
            }
            else if (policy.Contracts is { } contracts && !(traits.ContractId is { } contract && contracts.Contains(contract)))
            {
                passed.Add($"{policy.Name} is for other contracts");
            }
            else if (policy.Products is { } products && !(traits.ProductId is { } product && products.Contains(product)))
            {
                passed.Add($"{policy.Name} is for other products");
            }
            else if (policy.WorkTypes?.Contains(traits.WorkType) == false)
            {
                passed.Add($"{policy.Name} is for {string.Join(" or ", policy.WorkTypes.Select(Name))}");
            }
            else if (policy.Rules.FirstOrDefault(r => Fits(r, traits)) is { } rule)
            {
                return new(policy, rule.Name, Explain(policy, rule, traits, passed));
            }
            else
            {
                passed.Add($"{policy.Name} has no rule for severity {traits.Severity} by {Name(traits.Channel)}");
            }
        }

        return new(null, null, passed.Count == 0 ? "There is no policy." : $"No policy matches: {string.Join("; ", passed)}.");
    }

    private static bool Fits(Policy.Rule rule, TicketTraits traits) =>
        rule.Severities?.Contains(traits.Severity) != false && rule.Channels?.Contains(traits.Channel) != false;

    private static string Explain(Policy policy, Policy.Rule rule, TicketTraits traits, List<string> passed)
    {
        var level = traits.ServiceLevel is null ? "no service level" : $"service level {traits.ServiceLevel}";
        var isDefault = policy is { ServiceLevels: null, Contracts: null, Products: null };
        var chosen = policy.Contracts is not null ? "for this contract"
            : policy.Products is not null ? "for this product"
            : isDefault ? $"the default, taken with {level}" : $"for {level}";
        var severity = rule.Severities is null ? "any severity" : $"severity {traits.Severity}";
        var channel = rule.Channels is null ? "any channel" : $"channel {Name(traits.Channel)}";
        var before = passed.Count == 0 ? "" : $" Before it: {string.Join("; ", passed)}.";
        return $"Policy {policy.Name} version {policy.Version} ({chosen}), rule {rule.Name} ({severity}, {channel}).{before}";
    }

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
