using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Money;
using Xunit;

namespace ServiceMesh.Sla.Tests.Money;

public sealed class When_a_request_costs_money
{
    private static readonly Cover _included = new(new(2026, 1, 1), new(2026, 12, 31), null, "CNY");
    private static readonly Cover _perCase = _included with { CasePrice = 300 };
    private static readonly Price _price = new(800, "CNY");

    [Fact]
    public void Support_under_a_case_price_is_charged_per_case_and_maintenance_is_not()
    {
        Assert.Equal(new("per-case", 300, "CNY"), ChargeRule.Decide(On(2026, 6, 1), _perCase, _price));
        Assert.Null(ChargeRule.Decide(On(2026, 6, 1) with { WorkType = WorkType.Maintenance }, _perCase, _price));
        Assert.Null(ChargeRule.Decide(On(2026, 6, 1), _included, _price));
        Assert.Null(ChargeRule.Decide(On(2026, 6, 1), _perCase with { CasePrice = 0 }, _price));
    }

    [Fact]
    public void Both_days_of_a_contract_are_covered_and_the_days_around_it_are_not()
    {
        Assert.Null(ChargeRule.Decide(On(2026, 1, 1), _included, _price));
        Assert.Null(ChargeRule.Decide(On(2026, 12, 31), _included, _price));
        Assert.Equal(new("not-started", 800, "CNY"), ChargeRule.Decide(On(2025, 12, 31), _included, _price));
        Assert.Equal(new("expired", 800, "CNY"), ChargeRule.Decide(On(2027, 1, 1), _included, _price));
        Assert.Equal(new("expired", 300, "CNY"), ChargeRule.Decide(On(2027, 1, 1), _perCase, _price));
        Assert.Equal(new("expired", null, null), ChargeRule.Decide(On(2027, 1, 1), _included, null));
    }

    [Fact]
    public void Without_a_contract_the_tenants_price_holds_and_without_one_it_costs_nothing()
    {
        Assert.Equal(new("none", 800, "CNY"), ChargeRule.Decide(On(2026, 6, 1), null, _price));
        Assert.Equal(new("exhausted", 800, "CNY"), ChargeRule.Decide(On(2026, 6, 1) with { Entitlement = "exhausted" }, null, _price));
        Assert.Null(ChargeRule.Decide(On(2026, 6, 1), null, null));
    }

    [Fact]
    public void A_call_back_is_never_charged() =>
        Assert.Null(ChargeRule.Decide(On(2026, 6, 1) with { Kind = TicketKind.Callback }, _perCase, _price));

    private static ChargedRequest On(int year, int month, int day) => new(new LocalDate(year, month, day), WorkType.Support, TicketKind.Request);
}
