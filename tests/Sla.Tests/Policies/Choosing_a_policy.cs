using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain;
using ServiceMesh.Sla.Domain.Policies;
using ServiceMesh.Sla.Tests.Calendars;
using Xunit;

namespace ServiceMesh.Sla.Tests.Policies;

public sealed class Choosing_a_policy
{
    private static readonly TicketTraits _ordinary = new(null, 3, Channel.Portal, WorkType.Support);

    [Theory]
    [InlineData("premium", 1, Channel.Hotline, "premium", "severity-1", 15 * 60, 2 * 3600, 8 * 3600)]
    [InlineData("Premium", 1, Channel.Portal, "premium", "severity-1", 15 * 60, 2 * 3600, 8 * 3600)]
    [InlineData("premium", 2, Channel.Im, "premium", "severity-2", 30 * 60, 2 * 3600, 24 * 3600)]
    [InlineData("premium", 3, Channel.Hotline, "premium", "severity-3-hotline", 15 * 60, 4 * 3600, 48 * 3600)]
    [InlineData("standard", 1, Channel.Hotline, "standard", "severity-1-hotline", 15 * 60, 2 * 3600, 24 * 3600)]
    [InlineData(null, 3, Channel.Portal, "standard", "severity-3", 30 * 60, 8 * 3600, 48 * 3600)]
    [InlineData("unheard of", 5, Channel.Email, "standard", "severity-5", 30 * 60, 24 * 3600, 120 * 3600)]
    public void The_shipped_set_covers_every_ticket(string? level, int severity, Channel channel, string policy, string rule, long response, long diagnosis, long resolution)
    {
        var match = PolicyMatcher.Match(Shipped(), new(level, severity, channel, WorkType.Support));
        Assert.Equal((policy, rule), (match.Policy?.Name, match.Rule));
        var targets = match.Policy!.Rules.Single(r => r.Name == rule).Clocks.ToDictionary(c => c.Name, c => (long)c.Target.TotalSeconds);
        Assert.Equal((response, diagnosis, resolution), (targets["firstResponse"], targets["diagnosis"], targets["resolution"]));
    }

    [Fact]
    public void The_choice_is_explained()
    {
        Assert.Equal(
            "Policy standard version 1 (the default, taken with no service level), rule severity-3 (severity 3, any channel). Before it: premium is for service level premium.",
            PolicyMatcher.Match(Shipped(), _ordinary).Explanation);
        Assert.Equal(
            "Policy premium version 1 (for service level premium), rule severity-2-hotline (severity 2, channel hotline).",
            PolicyMatcher.Match(Shipped(), new("premium", 2, Channel.Hotline, WorkType.Support)).Explanation);
    }

    [Fact]
    public void Without_a_match_nothing_is_promised()
    {
        var match = PolicyMatcher.Match(Shipped().Where(p => p.Name == "premium"), _ordinary);
        Assert.Equal((null, null, "No policy matches: premium is for service level premium."), (match.Policy, match.Rule, match.Explanation));
        Assert.Equal("There is no policy.", PolicyMatcher.Match([], _ordinary).Explanation);
    }

    [Fact]
    public void Position_decides_then_the_first_rule_and_what_is_not_active_is_passed_over()
    {
        var early = Read("early", new() { Position = 1, Calendar = "c", Rules = [Rule("only-2", 2), Rule("any"), Rule("never")] });
        Assert.Equal(("early", "any"), Choose([.. Shipped(), early], _ordinary));
        Assert.Equal(("early", "only-2"), Choose([.. Shipped(), early], _ordinary with { Severity = 2 }));
        Assert.Equal(("standard", "severity-3"), Choose([.. Shipped(), early with { Active = false }], _ordinary));
        Assert.Equal(("standard", "severity-3"), Choose([.. Shipped(), early with { WorkTypes = [WorkType.Maintenance] }], _ordinary));
        Assert.Equal(("early", "any"), Choose([.. Shipped(), early with { WorkTypes = [WorkType.Maintenance] }], _ordinary with { WorkType = WorkType.Maintenance }));
    }

    [Fact]
    public void A_policy_for_contracts_or_products_is_for_those_alone()
    {
        var (contract, product, other) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var own = Read("own-contract", new() { Position = 1, Calendar = "c", Contracts = [contract, Guid.CreateVersion7()], Rules = [Rule("any")] });
        var presses = Read("presses", new() { Position = 2, Calendar = "c", Products = [product], Rules = [Rule("any")] });
        IEnumerable<Policy> all = [.. Shipped(), presses, own];
        Assert.Equal(("own-contract", "any"), Choose(all, _ordinary with { ContractId = contract, ProductId = product }));
        Assert.Equal(("presses", "any"), Choose(all, _ordinary with { ContractId = other, ProductId = product }));
        Assert.Equal(("standard", "severity-3"), Choose(all, _ordinary with { ContractId = other, ProductId = other }));
        // Without a contract and a product at all it is none of them.
        Assert.Equal(
            "Policy standard version 1 (the default, taken with no service level), rule severity-3 (severity 3, any channel). "
                + "Before it: own-contract is for other contracts; presses is for other products; premium is for service level premium.",
            PolicyMatcher.Match(all, _ordinary).Explanation);
        Assert.Equal("Policy own-contract version 1 (for this contract), rule any (any severity, any channel).", PolicyMatcher.Match(all, _ordinary with { ContractId = contract }).Explanation);
        Assert.StartsWith("Policy presses version 1 (for this product)", PolicyMatcher.Match(all, _ordinary with { ProductId = product }).Explanation, StringComparison.Ordinal);
        // Of a policy that names both, both must be.
        var both = own with { Products = [product] };
        Assert.Null(PolicyMatcher.Match([both], _ordinary with { ContractId = contract }).Policy);
        Assert.Equal(both, PolicyMatcher.Match([both], _ordinary with { ContractId = contract, ProductId = product }).Policy);
    }

    [Fact]
    public void What_one_clock_has_different_holds_for_it_alone()
    {
        var policy = Read("own", new()
        {
            Calendar = "office", WarnAt = [80], Escalations = [new(1, 100, "manager")],
            Clocks = new Dictionary<string, ClockDetail> { ["resolution"] = new("always", [], ["PT30M"], [new(1, Role: "on-call", Offset: "-PT15M")]) },
            Rules = [new() { Name = "any", Targets = new Dictionary<string, string> { ["resolution"] = "PT4H", ["diagnosis"] = "PT2H" } }],
        });
        var terms = policy.TermsOf("any", [new("office", 3, Given.Calendar(Given.OfficeHours(Given.Shanghai))), new("always", 7, Given.Calendar(new() { TimeZone = Given.Shanghai, AlwaysOpen = true }))]);
        var (diagnosis, resolution) = (terms.Clocks.Single(c => c.Name == "diagnosis"), terms.Clocks.Single(c => c.Name == "resolution"));
        Assert.Equal(("office", 3, "always", 7), (diagnosis.CalendarName, diagnosis.CalendarVersion, resolution.CalendarName, resolution.CalendarVersion));
        Assert.Equal(["breach", "escalation-1", "warning-80"], diagnosis.Thresholds.Select(t => t.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["breach", "escalation-1", "warning-PT30M"], resolution.Thresholds.Select(t => t.Key).Order(StringComparer.Ordinal));
        var level = resolution.Thresholds.Single(t => t.Kind == ThresholdKind.Escalation);
        Assert.Equal(("on-call", NodaTime.Duration.FromMinutes(-15)), (level.Role, level.Offset));
    }

    [Fact]
    public void A_policy_without_a_fitting_rule_is_passed_over()
    {
        var early = Read("early", new() { Position = 1, Calendar = "c", Rules = [Rule("only-2", 2)] });
        Assert.Contains("early has no rule for severity 3 by portal", PolicyMatcher.Match([.. Shipped(), early], _ordinary).Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shipped_calendars_can_be_read() =>
        Assert.All(ShippedSet.Calendars("Asia/Shanghai").Values, definition => Given.Calendar(definition));

    private static (string?, string?) Choose(IEnumerable<Policy> policies, TicketTraits traits)
    {
        var match = PolicyMatcher.Match(policies, traits);
        return (match.Policy?.Name, match.Rule);
    }

    private static IEnumerable<Policy> Shipped() => ShippedSet.Policies.Select(p => Read(p.Key, p.Value));

    private static Policy Read(string name, PolicyDefinition definition)
    {
        var errors = new List<FieldError>();
        var policy = PolicyReader.Read(name, 1, definition, errors);
        Assert.Empty(errors);
        return policy!;
    }

    private static PolicyRule Rule(string name, params int[] severities) => new()
    {
        Name = name,
        Severities = severities.Length > 0 ? severities : null,
        Targets = new Dictionary<string, string> { ["resolution"] = "PT1H" },
    };
}
