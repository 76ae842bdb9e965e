using FsCheck;
using FsCheck.Fluent;
using ServiceMesh.Dispatch.Domain;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Assignment;

public sealed class Who_may_be_chosen
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly s_today = new(2026, 11, 23);
    private static readonly Guid s_customer = Guid.CreateVersion7();

    /// <summary>Random teams and demands: whoever is chosen is able, allowed and free, and nobody who is ranks before.</summary>
    [Fact]
    public void Only_who_is_able_allowed_and_free_and_of_these_the_best() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Cases().ToArbitrary(), c =>
        {
            var choice = Ranking.Choose(c.Team, c.Needs, "ERP");
            Assert.Equal(c.Team.Select(x => x.Engineer.Id).Order(), choice.Ranked.Select(r => r.EngineerId).Concat(choice.Excluded.Select(e => e.EngineerId)).Order());
            foreach (var candidate in c.Team)
                Assert.Equal(IsFit(candidate, c.Team, c.Needs), choice.Ranked.Any(r => r.EngineerId == candidate.Engineer.Id));
            Assert.Equal(choice.Ranked.Count == 0, choice.Engineer is null);
            if (choice.Engineer is null) return;
            Assert.Equal(choice.Engineer.Id, choice.Ranked[0].EngineerId);
            Assert.All(choice.Ranked, r => Assert.InRange(r.Rank, 0, choice.Ranked[0].Rank));
            var reversed = Ranking.Choose([.. c.Team.Reverse()], c.Needs, "ERP");
            Assert.Equal(choice.Ranked.Select(r => r.EngineerId), reversed.Ranked.Select(r => r.EngineerId));
            Assert.Equal(choice.Explanation, reversed.Explanation);
        }));

    /// <summary>Ticket after ticket, with places for each class: none is ever exceeded, and a call leaves no place for anything else.</summary>
    [Fact]
    public void Places_are_never_exceeded()
    {
        var capacity = new Capacity(Call: 1, Chat: 3, Case: 2, Background: 1);
        var work = Gen.Elements(Enum.GetValues<WorkClass>()).ListOf();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(work.ToArbitrary(), classes =>
        {
            var team = Enumerable.Range(0, 3).Select(i => Person($"e{i}")).ToList();
            foreach (var kind in classes)
            {
                var choice = Ranking.Choose(team, new Needs([]) { Class = kind, Capacity = capacity, Now = s_now, Today = s_today }, "ERP");
                if (choice.Engineer is null)
                {
                    Assert.All(team, p => Assert.Equal(0, WorkClasses.Free(capacity, p.InHand, kind)));
                    continue;
                }

                var at = team.FindIndex(p => p.Engineer.Id == choice.Engineer.Id);
                Assert.True(kind == WorkClass.Call || team[at].InHand.Call == 0);
                team[at] = team[at] with { OpenTickets = team[at].OpenTickets + 1, InHand = Plus(team[at].InHand, kind) };
                Assert.All(Enum.GetValues<WorkClass>(), k => Assert.True(team[at].InHand.Of(k) <= capacity.Of(k)));
            }
        }));
    }

    [Fact]
    public void Background_work_never_keeps_the_hotline_waiting()
    {
        var capacity = new Capacity(Call: 1, Background: 5);
        var busy = Person("Li") with { InHand = new InHand(Background: 5) };
        Assert.Equal("Li", Ranking.Choose([busy], new Needs([]) { Class = WorkClass.Call, Capacity = capacity }, "ERP").Engineer?.Name);
    }

    /// <summary>Equal people take turns: after any number of tickets nobody has two more than another.</summary>
    [Fact]
    public void Equal_people_get_equally_many()
    {
        var sizes = from people in Gen.Choose(1, 7) from tickets in Gen.Choose(0, 60) select (people, tickets);
        Check.QuickThrowOnFailure(Prop.ForAll(sizes.ToArbitrary(), c =>
        {
            var team = Enumerable.Range(0, c.people).Select(i => Person($"e{i}")).ToList();
            for (var i = 0; i < c.tickets; i++)
            {
                var chosen = Ranking.Choose(team, [], "ERP").Engineer!;
                var at = team.FindIndex(p => p.Engineer == chosen);
                team[at] = team[at] with { OpenTickets = team[at].OpenTickets + 1, LastAssignedAt = s_now.AddMinutes(i) };
            }

            Assert.InRange(team.Max(p => p.OpenTickets) - team.Min(p => p.OpenTickets), 0, 1);
        }));
    }

    [Fact]
    public void Weights_decide_what_counts()
    {
        var expert = Person("Li", skills: ["SAP-FI"], load: 9) with { Profile = new Profile { SkillLevels = [new SkillLevel("SAP-FI", 5)] } };
        var known = Person("Bo", skills: ["SAP-FI"], load: 3) with { Profile = new Profile { SkillLevels = [new SkillLevel("SAP-FI", 1)], Knows = [s_customer] } };
        string? With(Weights weights) => Ranking.Choose([expert, known], new Needs(["SAP-FI"]) { CustomerId = s_customer, Weights = weights }, "ERP").Engineer?.Name;
        Assert.Equal("Li", With(new Weights(Skill: 100, Affinity: 0, Load: 10)));
        Assert.Equal("Bo", With(new Weights(Skill: 10, Affinity: 100, Load: 10)));
        Assert.Equal("Bo", With(new Weights(0, 0, 0, 0, 0, 0, Load: 1)));
    }

    /// <summary>The published example of a peer, all weights 10: skills 2/3, 7 of 8 hours left; and its load inverted, as it should be.</summary>
    [Fact]
    public void A_published_example_gives_what_it_should()
    {
        SkillLevel[] has = [new("FI", 5), new("CO", 4), new("MM", 1)];
        var person = Person("Li", [.. has.Select(s => s.Name)], load: 8) with { ShiftEndsAt = s_now.AddHours(7), Profile = new Profile { SkillLevels = [.. has] } };
        var choice = Ranking.Choose([person], new Needs([]) { Now = s_now, Skills = [.. has.Select(s => s with { Level = 1 })], Weights = new Weights(10, 0, 10, 0, 0, 0, 10) }, "ERP");
        Assert.Equal(Math.Round((2 / 3.0 + 7 / 8.0 + (1 - 8 / 100.0)) / 3, 6), Assert.Single(choice.Ranked).Rank);
    }

    [Fact]
    public void The_rank_is_the_weighted_mean_of_the_criteria()
    {
        var person = Person("Li", load: 25) with { ShiftEndsAt = s_now.AddHours(7) };
        var choice = Ranking.Choose([person], new Needs([]) { Now = s_now, Weights = new Weights(10, 0, 10, 0, 0, 0, 20) }, "ERP");
        Assert.Equal(Math.Round((10 * 1 + 10 * 7 / 8.0 + 20 * 0.75) / 40, 6), Assert.Single(choice.Ranked).Rank);
    }

    [Fact]
    public void The_explanation_names_what_holds_everybody_back()
    {
        var expired = Person("Li") with { Profile = new Profile { Certificates = [new Certificate("SAP FI", s_today.AddDays(-1))] } };
        var choice = Ranking.Choose([expired, Person("Bo")], new Needs([]) { Certificates = ["sap fi"], Today = s_today }, "ERP");
        Assert.True(choice.Waits);
        Assert.Equal(
            "ERP: 2 active engineers, none able and free (1 lacks the certificate sap fi, 1 the certificate sap fi ended on 2026-11-22); waits in the queue.",
            choice.Explanation);
    }

    private static bool IsFit(Candidate c, IReadOnlyList<Candidate> team, Needs needs)
    {
        IEnumerable<Candidate> narrowed = team;
        foreach (var wanted in needs.Wanted.OfType<string>())
            if (narrowed.Any(x => x.Skills.Contains(wanted)))
                narrowed = narrowed.Where(x => x.Skills.Contains(wanted)).ToList();
        return narrowed.Contains(c)
            && needs.Skills.All(s => c.Skills.Contains(s.Name) && c.Profile.LevelOf(s.Name) >= s.Level)
            && needs.Certificates.All(n => c.Profile.Certificates.Any(x => x.Name == n && (x.ValidUntil is null || x.ValidUntil >= needs.Today)))
            && !(needs.CustomerId is { } customer && c.Profile.Avoids.Contains(customer))
            && !c.OffDuty && !needs.Except.Contains(c.Engineer.Id)
            && (needs.Capacity is not { } capacity
                || ((capacity.Of(needs.Class) is not { } places || c.InHand.Of(needs.Class) < places)
                    && (needs.Class == WorkClass.Call || capacity.Call is null || c.InHand.Call == 0)));
    }

    private static Gen<(IReadOnlyList<Candidate> Team, Needs Needs)> Cases()
    {
        var people =
            from skills in Gen.SubListOf("FI", "MM", "net")
            from level in Gen.Choose(1, 5)
            from certificate in Gen.Elements<Certificate?>(null, new Certificate("SAP"), new Certificate("SAP", s_today), new Certificate("SAP", s_today.AddDays(-1)))
            from avoids in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
            from off in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
            from load in Gen.Choose(0, 4)
            from calls in Gen.Choose(0, 1)
            from solved in Gen.Choose(0, 4)
            from last in Gen.Choose(0, 3)
            select Person($"e{load}{last}", skills: [.. skills], load: load) with
            {
                OffDuty = off, Solved = solved, InHand = new InHand(calls, load, load, 0), LastAssignedAt = last == 0 ? null : s_now.AddHours(-last),
                Profile = new Profile
                {
                    SkillLevels = [.. skills.Select(s => new SkillLevel(s, level))], Certificates = certificate is null ? [] : [certificate], Avoids = avoids ? [s_customer] : [],
                },
            };
        return
            from team in people.NonEmptyListOf()
            from wanted in Gen.SubListOf("FI", "net", "unknown")
            from level in Gen.Choose(0, 5)
            from certified in Gen.Elements(true, false)
            from kind in Gen.Elements(Enum.GetValues<WorkClass>())
            from capacity in Gen.Elements<Capacity?>(null, new Capacity(1, 2, 3, 1), new Capacity(Case: 2))
            from except in Gen.Choose(-1, 3)
            select ((IReadOnlyList<Candidate>)[.. team], new Needs([.. wanted])
            {
                Skills = level == 0 ? [] : [new SkillLevel("MM", level)], Certificates = certified ? ["SAP"] : [], CustomerId = s_customer, Class = kind, Capacity = capacity,
                Now = s_now, Today = s_today, Except = except >= 0 && except < team.Count ? new HashSet<Guid> { team[except].Engineer.Id } : new HashSet<Guid>(),
            });
    }

    private static InHand Plus(InHand h, WorkClass kind) => kind switch
    {
        WorkClass.Call => h with { Call = h.Call + 1 },
        WorkClass.Chat => h with { Chat = h.Chat + 1 },
        WorkClass.Case => h with { Case = h.Case + 1 },
        _ => h with { Background = h.Background + 1 },
    };

    private static Candidate Person(string name, string[]? skills = null, int load = 0) =>
        new(new EngineerRef(Guid.CreateVersion7(), name, null, "en"), skills ?? [], load, null);
}
