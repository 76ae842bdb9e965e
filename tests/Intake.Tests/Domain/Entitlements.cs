using ServiceMesh.Contracts;
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
        var entitlement = Entitlement.Decide(contracts, new EntitlementQuestion(s_day, product));
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
    public void Weigh_account_product_asset_and_the_named_contract_in_this_order()
    {
        var asset = Guid.CreateVersion7();
        var account = Contract("A", -1, 9);
        var product = Contract("B", -2, 9, s_erp);
        var ofAsset = Contract("C", -3, 9) with { AssetIds = [asset] };
        var named = Contract("D", -4, 9, s_crm);
        ContractTerms[] all = [account, product, ofAsset, named];
        var asked = new EntitlementQuestion(s_day, s_erp, asset, named.Id);
        Assert.Equal(("D", 4), Best(all, asked));
        Assert.Equal(("C", 3), Best(all, asked with { Contract = null }));
        Assert.Equal(("B", 2), Best(all, asked with { Contract = null, Asset = null }));
        Assert.Equal(("A", 1), Best([account, named], asked with { Contract = null }));
        Assert.Equal(["C", "B", "A"], Entitlement.Candidates(all, asked with { Contract = null }).Select(c => c.Contract.Number));
        static (string? Number, int Weight) Best(ContractTerms[] contracts, EntitlementQuestion asked) =>
            Entitlement.Decide(contracts, asked) is var e ? (e.Contract?.Number, e.Weight) : default;
    }

    [Fact]
    public void Say_when_no_case_is_left_or_the_channel_is_not_sold()
    {
        var limited = Contract("A", -1, 9, s_erp) with { CaseLimit = 2, CasesUsed = 2 };
        var byPhone = Contract("B", -1, 9, s_erp) with { Channels = [Channel.Hotline] };
        var asked = new EntitlementQuestion(s_day, s_erp, Channel: Channel.Im);
        Assert.Equal(("exhausted", "exhausted", 0), Answer(limited));
        Assert.Equal(("covered", "covered", 1), Answer(limited with { CasesUsed = 1 }));
        Assert.Equal(("channel-not-covered", "channel-not-covered", null), Answer(byPhone));
        Assert.Equal(("covered", "covered", null), Answer(byPhone with { Channels = [Channel.Hotline, Channel.Im] }));
        Assert.Equal("channel-not-covered", Entitlement.Decide([byPhone with { Channels = [] }], asked).Status);
        (string, string, int?) Answer(ContractTerms contract) =>
            Entitlement.Decide([contract], asked) is var e ? (e.Answer, e.Status, e.Contract!.CasesLeft) : default;
    }

    [Fact]
    public void End_with_the_support_of_contract_or_version_and_know_whether_upgrades_were_sold()
    {
        var contract = Contract("A", -1, 9, s_erp) with { EndOfSupport = s_day.AddDays(-1) };
        var asked = new EntitlementQuestion(s_day, s_erp);
        Assert.Equal("support-ended", Status(contract, asked));
        Assert.Equal("covered", Status(contract with { EndOfSupport = s_day }, asked));
        Assert.Equal("support-ended", Status(contract with { EndOfSupport = s_day.AddDays(5) }, asked with { SupportedUntil = s_day.AddDays(-1) }));
        Assert.Equal("covered", Status(contract, asked with { WorkType = WorkType.Maintenance }));
        var upgrade = asked with { WorkType = WorkType.Maintenance, RequestClass = "upgrade" };
        Assert.Equal(["covered", "covered", "upgrade-not-included"], new bool?[] { null, true, false }.Select(sold => Status(contract with { UpgradesIncluded = sold }, upgrade)));
        Assert.Equal("covered", Status(contract with { UpgradesIncluded = false, EndOfSupport = null }, asked with { RequestClass = "fault" }));
        // Another contract that covers it goes before.
        Assert.Equal(("covered", "B"), Decide(s_erp, contract, Contract("B", -1, 9)));
        static string Status(ContractTerms contract, EntitlementQuestion asked) => Entitlement.Decide([contract], asked) is var e && e.Answer == e.Status ? e.Status : "";
    }

    [Fact]
    public void Prefer_a_weaker_contract_that_covers_to_a_better_one_that_does_not()
    {
        var exhausted = Contract("A", -1, 9, s_erp) with { CaseLimit = 1, CasesUsed = 1 };
        Assert.Equal(("covered", "B"), Decide(s_erp, exhausted, Contract("B", -1, 9)));
        Assert.Equal("unknown", Entitlement.None.Answer);
    }

    [Fact]
    public void Are_judged_by_the_day_in_the_tenants_zone()
    {
        var lateEvening = new DateTimeOffset(2026, 11, 21, 16, 30, 0, TimeSpan.Zero);
        Assert.Equal(s_day, new TenantProfile("Asia/Shanghai", []).DayOf(lateEvening));
        Assert.Equal(s_day.AddDays(-1), new TenantProfile("America/New_York", []).DayOf(lateEvening));
    }
}
