using ServiceMesh.Sla.Domain.Money;
using Xunit;
using static ServiceMesh.Sla.Tests.Money.GivenMoney;

namespace ServiceMesh.Sla.Tests.Money;

public sealed class What_a_breach_is_worth
{
    [Theory]
    [InlineData("CNY", 1000.05, 2.5, 25.00)]
    [InlineData("CNY", 999.80, 2.5, 25.00)]
    [InlineData("CNY", 999.79, 2.5, 24.99)]
    [InlineData("CNY", 0.10, 5, 0.01)]
    [InlineData("CNY", 0.09, 5, 0)]
    [InlineData("JPY", 12_345, 1, 123)]
    [InlineData("JPY", 12_350, 1, 124)]
    [InlineData("KWD", 100.001, 0.5, 0.500)]
    [InlineData("KWD", 100.1, 0.5, 0.501)]
    [InlineData("EUR", 200, 33.3333, 66.67)]
    public void A_percent_is_rounded_half_up_to_the_minor_unit(string currency, decimal fee, decimal percent, decimal expected) =>
        Assert.Equal(expected, new ContractMoney(fee, currency, null).Share(percent));

    [Fact]
    public void A_fixed_amount_needs_no_fee_and_a_percent_does()
    {
        var @fixed = Clause(new() { Clock = "resolution", Amount = 500, Currency = "CNY" });
        var percent = Clause(new() { Clock = "resolution", Percent = 5 });
        Assert.Equal((500m, 500m, "CNY", null), One(ContractMoney.Unknown, @fixed));
        Assert.Equal((null, 0m, null, "fee-unknown"), One(ContractMoney.Unknown, percent));
        Assert.Equal((50m, 50m, "CNY", null), One(Cny(1_000), percent));
        Assert.Equal((null, 0m, null, "no-clause"), One(Cny(1_000), null));

        static (decimal?, decimal, string?, string?) One(ContractMoney money, Clause? clause)
        {
            var a = CreditMonth.Assess(money, [Breach(clause)])[0];
            return (a.Gross, a.Amount, a.Currency, a.Note);
        }
    }

    [Theory]
    [InlineData("PT0S", 2)]
    [InlineData("PT3H59M59S", 2)]
    [InlineData("PT4H", 5)]
    [InlineData("PT23H59M59S", 5)]
    [InlineData("P1D", 10)]
    [InlineData("P300D", 10)]
    public void A_step_begins_at_its_very_edge(string late, decimal percent)
    {
        var clause = Clause(new() { Clock = "resolution", Tiers = [new("PT0S", Percent: 2), new("PT4H", Percent: 5), new("P1D", Percent: 10)] });
        Assert.Equal(percent * 10, CreditMonth.Assess(Cny(1_000), [Breach(clause, late: LateBy(late))])[0].Gross);
    }

    [Fact]
    public void A_tick_before_the_edge_is_before_it()
    {
        var clause = Clause(new() { Clock = "resolution", Tiers = [new("PT4H", Percent: 5)] });
        var edge = LateBy("PT4H");
        Assert.Null(clause.TierAt(new(edge.WallTicks, edge.WorkingTicks - 1), 1));
        Assert.NotNull(clause.TierAt(edge, 1));
        Assert.Equal("no-tier", CreditMonth.Assess(Cny(1_000), [Breach(clause)])[0].Note);
    }

    [Theory]
    [InlineData(null, 20)]
    [InlineData(LateIn.Working, 20)]
    [InlineData(LateIn.Wall, 50)]
    public void The_clause_says_which_time_is_late(LateIn? lateIn, decimal expected)
    {
        var clause = Clause(new() { Clock = "resolution", LateIn = lateIn, Tiers = [new("PT0S", Percent: 2), new("PT4H", Percent: 5)] });
        Assert.Equal(expected, CreditMonth.Assess(Cny(1_000), [Breach(clause, late: LateBy("PT16H", "PT1H"))])[0].Gross);
    }

    [Fact]
    public void Breaches_of_the_month_are_counted_by_clock_in_order_of_the_instants_missed()
    {
        var clause = Clause(new() { Clock = "resolution", Tiers = [new(Breaches: 1, Percent: 1), new(Breaches: 3, Percent: 10)] });
        var other = Clause(new() { Clock = "diagnosis", Tiers = [new(Breaches: 2, Percent: 7)] });
        CountedBreach[] breaches = [Breach(clause, 4), Breach(clause, 1), Breach(other, 2), Breach(clause, 3), Breach(other, 5)];
        var assessed = CreditMonth.Assess(Cny(1_000), breaches);
        Assert.Equal([(1, 10m), (1, null), (2, 10m), (3, 100m), (2, 70m)], assessed.Select(a => (a.Ordinal, a.Gross)));
    }

    [Fact]
    public void The_last_step_that_applies_counts_where_lateness_and_count_meet()
    {
        var clause = Clause(new() { Clock = "resolution", Tiers = [new("PT0S", 1, Percent: 1), new("PT4H", 1, Percent: 2), new("PT0S", 2, Percent: 3), new("PT4H", 2, Percent: 4)] });
        Assert.Equal([1m, 2m, 3m, 4m], new[] { ("PT0S", 1), ("PT4H", 1), ("PT3H", 2), ("PT5H", 9) }.Select(x => clause.TierAt(LateBy(x.Item1), x.Item2)!.Percent!.Value));
    }

    [Fact]
    public void The_first_clause_of_the_clock_whose_severities_fit_is_taken()
    {
        var compensation = Read(
            new() { Name = "urgent", Clock = "resolution", Severities = [1, 2], Percent = 10 }, new() { Name = "rest", Clock = "resolution", Percent = 5 }, new() { Clock = "diagnosis", Severities = [1], Percent = 1 });
        Assert.Equal("urgent", compensation.For("resolution", 2)!.Name);
        Assert.Equal("rest", compensation.For("resolution", 3)!.Name);
        Assert.Equal("diagnosis", compensation.For("diagnosis", 1)!.Name);
        Assert.Null(compensation.For("diagnosis", 2));
        Assert.Null(compensation.For("firstResponse", 1));
    }

    [Fact]
    public void Wrong_clauses_are_refused_by_field()
    {
        Assert.Equal(["compensation.clauses"], Errors());
        Assert.Contains("compensation.clauses[0].clock", Errors(new ClauseDefinition { Clock = "lunch", Percent = 5 }));
        Assert.Contains("compensation.clauses[0]", Errors(new ClauseDefinition { Clock = "resolution" }));
        Assert.Contains("compensation.clauses[0]", Errors(new ClauseDefinition { Clock = "resolution", Percent = 5, Amount = 5, Currency = "CNY" }));
        Assert.Contains("compensation.clauses[0].percent", Errors(new ClauseDefinition { Clock = "resolution", Percent = 100.1m }));
        Assert.Contains("compensation.clauses[0].percent", Errors(new ClauseDefinition { Clock = "resolution", Percent = -1 }));
        Assert.Contains("compensation.clauses[0].percent", Errors(new ClauseDefinition { Clock = "resolution", Percent = 0.00001m }));
        Assert.Contains("compensation.clauses[0].amount", Errors(new ClauseDefinition { Clock = "resolution", Amount = 5 }));
        Assert.Contains("compensation.clauses[0].amount", Errors(new ClauseDefinition { Clock = "resolution", Amount = 5.001m, Currency = "CNY" }));
        Assert.Contains("compensation.clauses[0].amount", Errors(new ClauseDefinition { Clock = "resolution", Amount = 0.5m, Currency = "JPY" }));
        Assert.Contains("compensation.clauses[0].currency", Errors(new ClauseDefinition { Clock = "resolution", Amount = 5, Currency = "cny" }));
        Assert.Contains("compensation.clauses[0].severities", Errors(new ClauseDefinition { Clock = "resolution", Percent = 5, Severities = [6] }));
        Assert.Contains("compensation.clauses[1].name", Errors(new ClauseDefinition { Clock = "resolution", Percent = 5 }, new ClauseDefinition { Clock = "resolution", Percent = 6 }));
        Assert.Contains("compensation.clauses[0].tiers", Errors(new ClauseDefinition { Clock = "resolution", Tiers = [] }));
        Assert.Contains("compensation.clauses[0].tiers[1].late", Errors(new ClauseDefinition { Clock = "resolution", Tiers = [new("PT4H", Percent: 1), new("PT1H", Percent: 2)] }));
        Assert.Contains("compensation.clauses[0].tiers[0].late", Errors(new ClauseDefinition { Clock = "resolution", Tiers = [new("4h", Percent: 1)] }));
        Assert.Contains("compensation.clauses[0].tiers[0].breaches", Errors(new ClauseDefinition { Clock = "resolution", Tiers = [new(Breaches: 0, Percent: 1)] }));
        Assert.Contains("compensation.clauses[0].monthlyCap", Errors(new ClauseDefinition { Clock = "resolution", Percent = 1, MonthlyCap = new() }));
        Assert.Contains("compensation.clauses[0].monthlyCap.amount", Errors(new ClauseDefinition { Clock = "resolution", Percent = 1, MonthlyCap = new(Amount: 5) }));
    }
}
