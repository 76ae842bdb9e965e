using FsCheck;
using FsCheck.Fluent;
using ServiceMesh.Dispatch.Domain.Paging;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Paging;

public sealed class What_a_paging_does
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 2, 0, 0, TimeSpan.Zero);
    private static readonly Responder s_li = Person("Li", "li@example.com");
    private static readonly Responder s_bo = Person("Bo", null, "+8613800000000");
    private static readonly Responder s_mute = Person("Cy", null);

    private static readonly string?[] s_asked = [null, "on-call-2", "manager", "owner", "dispatcher"];

    /// <summary>Two reminders of ten minutes: the next person after thirty.</summary>
    [Fact]
    public void With_two_reminders_of_ten_minutes_the_next_step_comes_after_thirty()
    {
        var people = People(("on-call-1", [s_li]), ("on-call-2", [s_bo]));
        var (p, log) = Run(Blank(2, 10, "on-call-1", "on-call-2"), people);
        Assert.Equal(["Li 1.0 +0", "Li 1.1 +10", "Li 1.2 +20", "Bo 2.0 +30", "Bo 2.1 +40", "Bo 2.2 +50"], log);
        Assert.Equal((PagingState.Unanswered, s_now.AddMinutes(60), 6), (p.State, p.EndedAt, p.Pages));
    }

    [Fact]
    public void Who_cannot_be_reached_is_recorded_once_and_passed_at_once()
    {
        var people = People(("on-call-1", [s_mute]), ("on-call-2", []), ("manager", [s_mute, s_li]));
        var (p, log) = Run(Blank(1, 5, "on-call-1", "on-call-2", "manager"), people);
        Assert.Equal(["Cy 1.0 +0", "Cy 3.0 +0", "Li 3.0 +0", "Li 3.1 +5"], log);
        Assert.Equal(2, p.Pages);
    }

    [Fact]
    public void Where_nobody_can_be_reached_it_ends_at_once()
    {
        var move = PagingMachine.Begin(Blank(2, 10, "on-call-1", "manager"), People(("manager", [s_mute])), s_now);
        Assert.Equal((PagingState.Unanswered, 0), (move.Paging.State, move.Paging.Pages));
        Assert.Null(move.Paging.NextAt);
        Assert.False(Assert.Single(move.Pages).Person.Reachable);
    }

    [Fact]
    public void An_alarm_for_a_later_step_moves_on_and_one_for_an_earlier_only_joins()
    {
        var people = People(("on-call-1", [s_li]), ("manager", [s_bo]));
        var begun = PagingMachine.Begin(Blank(2, 10, "on-call-1", "manager"), people, s_now).Paging;
        var same = PagingMachine.Raise(begun, new Alarm("diagnosis/1/1", "on-call-1", 1, "diagnosis", null, null), people, s_now.AddMinutes(1));
        Assert.Empty(same.Pages);
        Assert.Equal((begun.NextAt, 1), (same.Paging.NextAt, same.Paging.Step));
        var higher = PagingMachine.Raise(same.Paging, new Alarm("resolution/1/2", "manager", 2, "resolution", null, null), people, s_now.AddMinutes(2));
        Assert.Equal("Bo", Assert.Single(higher.Pages).Person.Name);
        Assert.Equal((2, 2, s_now.AddMinutes(12)), (higher.Paging.Step, higher.Paging.Level, higher.Paging.NextAt));
        Assert.Equal([("resolution", 2), ("diagnosis", 1)], AlarmKeys.Ladders(higher.Paging.Alarms).Select(l => (l.Clock!, l.Level)).OrderByDescending(l => l.Level));
    }

    [Fact]
    public void An_alarm_for_somebody_whom_the_ladder_lacks_tells_them_next_and_goes_on_after()
    {
        var people = People(("on-call-1", [s_li]), ("manager", [s_bo]), ("dispatcher", [s_bo]));
        var begun = PagingMachine.Begin(Blank(0, 10, "on-call-1", "manager"), people, s_now).Paging;
        var raised = PagingMachine.Raise(begun, new Alarm("resolution/1/2", "dispatcher", 2, "resolution", null, null), people, s_now);
        Assert.Equal(["on-call-1", "dispatcher", "manager"], raised.Paging.Ladder);
        Assert.Equal("dispatcher", Assert.Single(raised.Pages).Target);
    }

    [Fact]
    public void A_ladder_is_entered_at_the_role_asked_for()
    {
        Assert.Equal(["on-call-1", "on-call-2", "manager"], PagingMachine.LadderFor(null, Targets.Usual));
        Assert.Equal(["manager"], PagingMachine.LadderFor("manager", Targets.Usual));
        Assert.Equal(["dispatcher", "on-call-1", "on-call-2", "manager"], PagingMachine.LadderFor("dispatcher", Targets.Usual));
    }

    [Theory]
    [InlineData("on-call", "on-call-1")]
    [InlineData("On Call 2", "on-call-2")]
    [InlineData("manager", "manager")]
    [InlineData("engineer", "owner")]
    [InlineData("dispatcher", "dispatcher")]
    [InlineData("service-manager", "manager")]
    [InlineData("customer", null)]
    public void Roles_of_clocks_have_targets(string role, string? target) => Assert.Equal(target, Targets.OfRole(role));

    /// <summary>Whoever stands where, and whatever joins: it ends in bounded time, tells nobody twice in one step and reminder, and never goes back.</summary>
    [Fact]
    public void Any_paging_ends_and_tells_nobody_twice()
    {
        string[] targets = ["on-call-1", "on-call-2", "manager", "owner"];
        var cases =
            from people in Gen.SubListOf(s_li, s_bo, s_mute).ArrayOf(4)
            from reminders in Gen.Choose(0, 3)
            from raises in Gen.Choose(0, 5).ListOf()
            select (people, reminders, raises);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var people = targets.Append("dispatcher").Zip(c.people.Append([s_li])).ToDictionary(z => z.First, z => (IReadOnlyList<Responder>)[.. z.Second]);
            var move = PagingMachine.Begin(Blank(c.reminders, 10, targets), people, s_now);
            var pages = move.Pages.ToList();
            var (now, turns) = (s_now, 0);
            var raises = new Queue<int>(c.raises);
            while (move.Paging.State == PagingState.Active)
            {
                Assert.True(++turns < 100);
                var before = move.Paging;
                if (raises.TryDequeue(out var raise) && raise < 5)
                    move = PagingMachine.Raise(before, new Alarm($"c/1/{turns}", s_asked[raise], turns, "c", null, null), people, now);
                else
                    move = PagingMachine.TimedOut(before, people, now = before.NextAt!.Value);
                Assert.True(move.Paging.Step >= before.Step);
                pages.AddRange(move.Pages);
            }

            Assert.Equal(pages.Count, pages.DistinctBy(p => (p.Step, p.Reminder, p.Person.Id)).Count());
            Assert.Equal(pages.Count(p => p.Person.Reachable), move.Paging.Pages);
        }));
    }

    private static (Domain.Paging.Paging, List<string>) Run(Domain.Paging.Paging blank, IReadOnlyDictionary<string, IReadOnlyList<Responder>> people)
    {
        List<string> log = [];
        var move = PagingMachine.Begin(blank, people, s_now);
        while (true)
        {
            log.AddRange(move.Pages.Select(p => $"{p.Person.Name} {p.Step}.{p.Reminder} +{(p.At - s_now).TotalMinutes}"));
            if (move.Paging.NextAt is not { } next) return (move.Paging, log);
            move = PagingMachine.TimedOut(move.Paging, people, next);
        }
    }

    private static Domain.Paging.Paging Blank(int reminders, int minutes, params string[] ladder) => new()
    {
        Id = Guid.CreateVersion7(), Tenant = "default", TicketId = Guid.CreateVersion7(), TeamId = Guid.CreateVersion7(), Cycle = 1, Alarms = ["resolution/1/1"],
        Level = 1, Clock = "resolution", Ladder = ladder, Step = 0, Reminder = 0, Reminders = reminders, Minutes = minutes, State = PagingState.Active,
        StartedAt = s_now, Pages = 0,
    };

    private static Responder Person(string name, string? email, string? phone = null) => new(Guid.CreateVersion7(), null, name, "en", email, phone, []);

    private static Dictionary<string, IReadOnlyList<Responder>> People(params (string Target, Responder[] Who)[] people) =>
        people.ToDictionary(p => p.Target, p => (IReadOnlyList<Responder>)p.Who);
}
