using FsCheck;
using FsCheck.Fluent;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Teams;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Assignment;

/// <summary>The choice of many tickets in one transaction, as the queue makes it.</summary>
public sealed class The_queue_is_fair
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Raising a ticket's severity never gives it an owner later, whatever else waits and whoever is free.</summary>
    [Fact]
    public void Raising_severity_never_delays()
    {
        var cases =
            from people in Gen.Choose(1, 4)
            from places in Gen.Choose(1, 3)
            from tickets in (from severity in Gen.Choose(1, 5) from skill in Gen.Elements(null, "A", "B") select (severity, skill)).NonEmptyListOf()
            from which in Gen.Choose(0, 1000)
            from up in Gen.Choose(1, 4)
            select (people, places, tickets: tickets.ToList(), which, up);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var chosen = c.which % c.tickets.Count;
            var raised = c.tickets.Select((t, i) => i == chosen ? (Math.Max(1, t.severity - c.up), t.skill) : t).ToList();
            Assert.True(Placed(c.people, c.places, raised)[chosen] <= Placed(c.people, c.places, c.tickets)[chosen]);
        }));
    }

    /// <summary>Nobody without the skill, nobody beyond his places; and equal people get equally many.</summary>
    [Fact]
    public void Within_one_transaction_places_hold_and_equal_people_get_equally_many()
    {
        var cases = from people in Gen.Choose(1, 6) from places in Gen.Choose(1, 5) from tickets in Gen.Choose(0, 40) select (people, places, tickets);
        Check.QuickThrowOnFailure(Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var pool = PoolOf(c.people, c.places, skilled: false);
            var given = new Dictionary<Guid, int>();
            for (var i = 0; i < c.tickets; i++)
            {
                var ticket = Ticket(null);
                if (pool.IsHopeless(ticket)) continue;
                if (pool.Choose(ticket, s_now, new HashSet<Guid>()).Engineer is not { } best) continue;
                pool.Take(best.Id, ticket.Class, s_now);
                given[best.Id] = given.GetValueOrDefault(best.Id) + 1;
            }

            Assert.Equal(Math.Min(c.tickets, c.people * c.places), given.Values.Sum());
            if (c.tickets >= c.people) Assert.InRange(given.Values.Max() - given.Values.Min(), 0, 1);
        }));
    }

    /// <summary>The round in which each ticket gets its owner: in each round everybody has his places free once.</summary>
    private static int[] Placed(int people, int places, List<(int Severity, string? Skill)> tickets)
    {
        var rounds = new int[tickets.Count];
        var left = Enumerable.Range(0, tickets.Count).OrderBy(i => tickets[i].Severity).ThenBy(i => i).ToList();
        for (var round = 1; left.Count > 0; round++)
        {
            var pool = PoolOf(people, places, skilled: true);
            foreach (var i in left.ToList())
            {
                var ticket = Ticket(tickets[i].Skill);
                if (pool.IsHopeless(ticket)) continue;
                if (pool.Choose(ticket, s_now, new HashSet<Guid>()).Engineer is not { } best) continue;
                pool.Take(best.Id, ticket.Class, s_now);
                rounds[i] = round;
                left.Remove(i);
            }
        }

        return rounds;
    }

    private static Pool PoolOf(int people, int places, bool skilled) => new(
        new Route(new TeamRef(Guid.Empty, "ERP"), "given", null, [], [], new AssignmentSettings { Capacity = new Capacity(Case: places) }, null, new DateOnly(2026, 11, 23)),
        [.. Enumerable.Range(0, people).Select(i => new Candidate(
            new EngineerRef(new Guid(i, 0, 0, new byte[8]), $"e{i}", null, "en"), skilled ? (i % 2 == 0 ? ["A", "B"] : ["B"]) : [], 0, null))]);

    private static Waiting Ticket(string? skill) =>
        new(Guid.CreateVersion7(), new Demand(skill, null, null, null, null, "en", Channel.Portal, WorkType.Support), null, null);
}
