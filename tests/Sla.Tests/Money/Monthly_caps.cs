using ServiceMesh.Sla.Domain.Money;
using Xunit;
using static ServiceMesh.Sla.Tests.Money.GivenMoney;

namespace ServiceMesh.Sla.Tests.Money;

public sealed class Monthly_caps
{
    [Fact]
    public void The_contracts_cap_is_exact_to_the_cent()
    {
        // 20 % of 333.33 are 66.666, so 66.67; each breach is 33.33.
        var clause = Clause(new() { Clock = "resolution", Percent = 10 });
        var assessed = CreditMonth.Assess(Cny(333.33m, cap: 20), [Breach(clause, 1), Breach(clause, 2), Breach(clause, 3), Breach(clause, 4)]);
        Assert.Equal([(33.33m, 33.33m, null), (33.33m, 33.33m, null), (33.33m, 0.01m, "contract"), (33.33m, 0m, "contract")], assessed.Select(a => (a.Gross!.Value, a.Amount, a.CappedBy)));
        Assert.Equal(66.67m, assessed.Sum(a => a.Amount));
    }

    [Fact]
    public void A_clauses_cap_holds_for_its_own_credits_only()
    {
        var capped = Clause(new() { Clock = "resolution", Amount = 300, Currency = "CNY", MonthlyCap = new(Amount: 500) });
        var free = Clause(new() { Clock = "diagnosis", Amount = 300, Currency = "CNY" });
        var assessed = CreditMonth.Assess(Cny(1_000), [Breach(capped, 1), Breach(free, 2), Breach(capped, 3), Breach(free, 4), Breach(capped, 5)]);
        Assert.Equal([(300m, null), (300m, null), (200m, "clause"), (300m, null), (0m, "clause")], assessed.Select(a => (a.Amount, a.CappedBy)));
    }

    [Fact]
    public void Of_two_caps_the_tighter_one_holds()
    {
        var clause = Clause(new() { Clock = "resolution", Percent = 30, MonthlyCap = new(Percent: 50) });
        Assert.Equal([(300m, null), (100m, "contract")], CreditMonth.Assess(Cny(1_000, cap: 40), [Breach(clause, 1), Breach(clause, 2)]).Select(a => (a.Amount, a.CappedBy)));
        Assert.Equal([(300m, null), (200m, "clause")], CreditMonth.Assess(Cny(1_000, cap: 90), [Breach(clause, 1), Breach(clause, 2)]).Select(a => (a.Amount, a.CappedBy)));
    }

    [Fact]
    public void What_was_approved_stands_and_takes_its_part_first_and_what_was_waived_takes_none()
    {
        var clause = Clause(new() { Clock = "resolution", Amount = 100, Currency = "CNY" });
        CountedBreach[] breaches =
        [
            Breach(clause, 1), Breach(clause, 2) with { Holding = Holding.Waived }, Breach(clause, 3) with { Holding = Holding.Fixed, FixedAmount = 80 }, Breach(clause, 4),
        ];
        Assert.Equal([100m, 0m, 80m, 20m], CreditMonth.Assess(Cny(1_000, cap: 20), breaches).Select(a => a.Amount));
        Assert.Equal([20m, 0m, 80m, 0m], CreditMonth.Assess(Cny(1_000, cap: 10), breaches).Select(a => a.Amount));
    }

    [Fact]
    public void Caps_are_for_credits_in_their_own_currency()
    {
        var clause = Clause(new() { Clock = "resolution", Amount = 100, Currency = "EUR", MonthlyCap = new(Percent: 1) });
        Assert.Equal([(100m, "EUR", null), (100m, "EUR", null)], CreditMonth.Assess(Cny(1_000, cap: 1), [Breach(clause, 1), Breach(clause, 2)]).Select(a => (a.Amount, a.Currency, a.CappedBy)));
    }

    [Fact]
    public void Random_months_never_pay_more_than_their_caps_nor_depend_on_the_order_of_arrival()
    {
        var random = new Random(20_261_123);
        for (var round = 0; round < 2_000; round++)
        {
            var currency = random.Next(3) switch { 0 => "CNY", 1 => "JPY", _ => "KWD" };
            var money = new ContractMoney(Currencies.Round(random.Next(0, 5_000_000) / 7m, currency), currency, random.Next(4) == 0 ? null : random.Next(0, 100_0000) / 10_000m);
            var clauses = Enumerable.Range(0, 3).Select(i => Clause(new()
            {
                Name = $"clause-{i}",
                Clock = i == 2 ? "diagnosis" : "resolution",
                Currency = currency,
                Tiers = [new("PT0S", Percent: random.Next(1, 200_000) / 10_000m), new("PT1H", Amount: Currencies.Round(random.Next(1, 100_000), currency))],
                MonthlyCap = random.Next(3) switch { 0 => null, 1 => new(Percent: random.Next(1, 1_000_000) / 10_000m), _ => new(Amount: random.Next(1, 500_000)) },
            })).ToList();
            var breaches = Enumerable.Range(0, random.Next(1, 12)).Select(i => Breach(clauses[random.Next(3)], random.Next(1, 29), LateBy(random.Next(2) == 0 ? "PT59M59S" : "PT1H")) with
            {
                Holding = random.Next(6) == 0 ? Holding.Waived : Holding.Open,
            }).ToList();
            var assessed = CreditMonth.Assess(money, breaches);

            Assert.All(assessed, a => Assert.InRange(a.Amount, 0, a.Gross!.Value));
            Assert.All(assessed, a => Assert.True(Currencies.IsWhole(a.Amount, currency)));
            Assert.All(assessed.Zip(assessed.Select(a => breaches.Find(b => b.Id == a.BreachId)!)), p => Assert.Equal(p.Second.Holding == Holding.Waived ? 0 : p.First.Amount, p.First.Amount));
            if (money.Limit is { } limit)
            {
                Assert.True(assessed.Sum(a => a.Amount) <= limit);
                // A cap that took something was used up to the last unit.
                Assert.True(assessed.All(a => a.CappedBy != "contract") || assessed.Sum(a => a.Amount) == limit);
            }

            foreach (var clause in clauses)
            {
                var own = assessed.Where(a => breaches.Find(b => b.Id == a.BreachId)!.Clause == clause).ToList();
                var most = clause.MonthlyCap is { } cap ? cap.Amount ?? money.Share(cap.Percent!.Value) : null;
                Assert.True(most is null || own.Sum(a => a.Amount) <= most);
                Assert.True(own.All(a => a.CappedBy != "clause") || own.Sum(a => a.Amount) == most || money.CapPercent is not null);
            }

            breaches = [.. breaches.OrderBy(_ => random.Next())];
            Assert.Equal(assessed, CreditMonth.Assess(money, breaches));
        }
    }
}
