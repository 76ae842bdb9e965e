using ServiceMesh.Intake.Domain;

namespace ServiceMesh.Intake.Tests.Domain;

public sealed class Entitlements
{
    private static readonly DateOnly s_day = new(2026, 11, 22);
    private static readonly Guid s_erp = Guid.CreateVersion7();
    private static readonly Guid s_crm = Guid.CreateVersion7();

    private static ContractTerms Contract(string number, int from, int to, params Guid[] products) =>
        new(Guid.CreateVersion7(), number, "premium", s_day.AddDays(from), s_day.AddDays(to), products);

    private static (string Status, string? Number) Decide(Guid? product, params ContractTerms[] contracts)
    {
        var entitlement = Entitlement.Decide(contracts, product, s_day);
        return (entitlement.Status, entitlement.Contract?.Number);
    }

    [Theory]
    [InlineData(0, 0, "covered")]
    [InlineData(-10, 0, "covered")]
    [InlineData(0, 10, "covered")]
    [InlineData(-10, -1, "expired")]
    [InlineData(1, 10, "not-started")]
    public void Hold_from_the_first_to_the_last_day(int from, int to, string status) =>
        Assert.Equal((status, "A"), Decide(s_erp, Contract("A", from, to, s_erp)));

    [Fact]
    public void Prefer_the_contract_that_names_the_product() =>
        Assert.Equal(("covered", "B"), Decide(s_erp, Contract("A", -1, 9), Contract("B", -9, 9, s_erp), Contract("C", -1, 9, s_crm)));

    [Fact]
    public void Prefer_the_later_of_two_equal_contracts() =>
        Assert.Equal(("covered", "B"), Decide(s_erp, Contract("A", -9, 9), Contract("B", -1, 9)));

    [Fact]
    public void Do_not_reach_to_other_products() => Assert.Equal(("product-not-covered", null), Decide(s_erp, Contract("A", -1, 9, s_crm)));

    [Fact]
    public void Without_a_product_are_those_for_every_product_or_the_only_one()
    {
        Assert.Equal(("covered", "A"), Decide(null, Contract("A", -1, 9), Contract("B", -1, 9, s_crm)));
        Assert.Equal(("covered", "B"), Decide(null, Contract("B", -1, 9, s_crm)));
        Assert.Equal(("ambiguous", null), Decide(null, Contract("B", -1, 9, s_crm), Contract("C", -1, 9, s_erp)));
    }

    [Fact]
    public void Of_nobody_are_none() => Assert.Equal(("none", null), Decide(s_erp));

    [Fact]
    public void Are_judged_by_the_day_in_the_tenants_zone()
    {
        var lateEvening = new DateTimeOffset(2026, 11, 21, 16, 30, 0, TimeSpan.Zero);
        Assert.Equal(s_day, new TenantProfile("Asia/Shanghai", []).DayOf(lateEvening));
        Assert.Equal(s_day.AddDays(-1), new TenantProfile("America/New_York", []).DayOf(lateEvening));
    }
}
