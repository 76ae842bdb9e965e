using System.Net;
using System.Net.Http.Json;
using FsCheck;
using FsCheck.Fluent;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.ServiceDefaults;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Assignment;

/// <summary>Whatever hands and the engine do, in whatever order: nobody has what he may not have, but for what was passed over on record.</summary>
public sealed class Hands_and_engine(DispatchApp app)
{
    private static readonly DateOnly s_today = DateOnly.FromDateTime(DateTime.UtcNow);
    private static readonly Guid s_customer = Guid.CreateVersion7();

    /// <summary>Nothing speaks against somebody by hand exactly when the ranking would consider him, were he there and not asked before.</summary>
    [Fact]
    public void The_rule_for_hands_is_the_rule_of_the_ranking()
    {
        var needs =
            from wanted in Gen.SubListOf("FI", "net", "unknown")
            from level in Gen.Choose(0, 5)
            from certified in Gen.Elements(true, false)
            from capacity in Gen.Elements<Capacity?>(null, new Capacity(1, 2, 3, 1), new Capacity(Case: 2))
            from kind in Gen.Elements(Enum.GetValues<WorkClass>())
            select new Needs([.. wanted])
            {
                Skills = level == 0 ? [] : [new SkillLevel("MM", level)], Certificates = certified ? ["SAP"] : [], CustomerId = s_customer, Class = kind, Capacity = capacity, Today = s_today,
            };
        var cases = from team in People().NonEmptyListOf() from asked in needs select (Team: (IReadOnlyList<Candidate>)[.. team], Needs: asked);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(cases.ToArbitrary(), c =>
        {
            List<Candidate> there = [.. c.Team.Select(p => p with { OffDuty = false, Away = false })];
            var considered = Ranking.Choose(there, c.Needs, "ERP").Ranked.Select(r => r.EngineerId).ToHashSet();
            for (var i = 0; i < c.Team.Count; i++)
            {
                var against = ByHand.Against(c.Team[i], c.Team, c.Needs);
                Assert.Equal(considered.Contains(c.Team[i].Engineer.Id), against.Count == 0);
                // What nobody passes over is said first, and each has its problem.
                Assert.Equal(against.OrderBy(ByHand.MayBePassedOver).Select(a => a.Code), against.Select(a => a.Code));
                Assert.All(against, a => Assert.StartsWith("assignment.", ByHand.Problem(a), StringComparison.Ordinal));
            }
        }));
    }

    /// <summary>A hundred random steps in a team that pushes and in one that offers: each time a ticket gets an owner, he may have it, or it says what was passed over; never a certificate.</summary>
    [Theory]
    [InlineData(1, "push")]
    [InlineData(2, "offer")]
    public async Task Nobody_owns_what_he_may_not_have_without_an_exception_on_record(int seed, string mode)
    {
        var random = new Random(seed);
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("ERP", "fi", "mm");
        await vendor.SendAsync(HttpMethod.Put, $"/api/v1/teams/{team}/settings", new
        {
            assignment = new { mode, offerMinutes = 60, capacity = new { @case = 4 }, requirements = new object[] { new { when = "fi", certificates = Vendor.List("SAP") }, new { when = "mm", skills = Vendor.List(new { name = "mm", level = 3 }) } } },
        });
        var people = new List<Person>();
        for (var i = 0; i < 6; i++)
        {
            var person = new Person(i % 3 == 0 ? null : s_today.AddDays(i % 3 == 1 ? 30 : -30), i % 2 == 0 ? 4 : 2, i == 5) { Account = Guid.CreateVersion7() };
            person.Id = await vendor.EngineerAsync($"e{i}", team, person.Account);
            await vendor.SendAsync(HttpMethod.Put, $"/api/v1/engineers/{person.Id}/profile", new
            {
                certificates = person.Until is { } until ? [new { name = "SAP", validUntil = until }] : Array.Empty<object>(), avoids = person.Avoids ? [s_customer] : Array.Empty<Guid>(),
                skills = Vendor.List(new { name = "mm", level = person.Level }),
            });
            people.Add(person);
        }

        var categories = new Dictionary<Guid, (string? Category, bool Customers)>();
        var clients = people.Select(p => vendor.As([Roles.Engineer, Roles.Agent], p.Account)).ToList();
        using var dispatcher = vendor.As([Roles.Dispatcher]);
        var done = 0;
        for (var step = 0; step < 100; step++)
        {
            var (someone, ticket) = (random.Next(people.Count), categories.Count == 0 ? Guid.Empty : categories.Keys.ElementAt(random.Next(categories.Count)));
            if (ticket == Guid.Empty || random.Next(6) == 0)
            {
                var opening = vendor.Opening(category: random.Next(3) switch { 0 => "fi", 1 => "mm", _ => null });
                opening = random.Next(3) == 0 ? opening with { CustomerId = s_customer } : opening;
                categories[opening.AggregateId] = (opening.Category, opening.CustomerId is not null);
                await app.DeliverAsync(opening);
                continue;
            }

            var (client, action, body) = random.Next(10) switch
            {
                0 or 1 => (clients[someone], "claim", new { }),
                2 => (clients[someone], "accept", (object)new { }),
                3 => (clients[someone], "refuse", new { reason = "Busy" }),
                4 => (dispatcher, "assign", new { engineerId = people[someone].Id }),
                5 => (dispatcher, "assign", new { engineerId = people[someone].Id, @override = true, reason = "Alone there" }),
                6 => (dispatcher, "assign", new { teamId = team }),
                7 => (dispatcher, "unassign", new { }),
                8 => (dispatcher, "resolve", new { resolution = "Done" }),
                _ => (dispatcher, "reopen", new { }),
            };
            using var answer = await client.PostAsJsonAsync($"/api/v1/work/{ticket}/{action}", body, TestContext.Current.CancellationToken);
            Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.Conflict]);
            if (answer.IsSuccessStatusCode) done++;
        }

        foreach (var client in clients) client.Dispose();
        Assert.InRange(done, 10, 100);
        var owned = (await vendor.PublishedAsync<TicketAssigned>()).Where(a => a.EngineerId is not null).ToList();
        Assert.InRange(owned.Count, 5, 200);
        foreach (var a in owned)
        {
            var (person, asked) = (people.Single(p => p.Id == a.EngineerId), categories[a.AggregateId]);
            var passed = (a.Why?.PassedOver ?? []).Select(p => p.Code).ToHashSet();
            Assert.True(asked.Category != "fi" || person.Until >= s_today, $"{a.EngineerName} has no certificate for {asked.Category}: {a.Explanation}");
            Assert.True(asked.Category != "mm" || person.Level >= 3 || passed.Contains("skillLevel"), $"{a.EngineerName} is not able: {a.Explanation}");
            Assert.True(!asked.Customers || !person.Avoids || passed.Contains("avoids"), $"{a.EngineerName} is not allowed: {a.Explanation}");
            Assert.True(passed.Count == 0 || (a is { Mode: "manual", Why.Note: "Alone there" }), a.Explanation);
        }
    }

    private static Gen<Candidate> People() =>
        from skills in Gen.SubListOf("FI", "MM", "net")
        from level in Gen.Choose(1, 5)
        from certificate in Gen.Elements<Certificate?>(null, new Certificate("SAP"), new Certificate("sap", s_today), new Certificate("SAP", s_today.AddDays(-1)))
        from avoids in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        from off in Gen.Elements(true, false)
        from load in Gen.Choose(0, 3)
        from calls in Gen.Choose(0, 1)
        select new Candidate(new EngineerRef(Guid.CreateVersion7(), "e", null, "en"), [.. skills], load, null)
        {
            OffDuty = off, Away = off, InHand = new InHand(calls, load, load, 0),
            Profile = new Profile
            {
                SkillLevels = [.. skills.Select(s => new SkillLevel(s, level))], Certificates = certificate is null ? [] : [certificate], Avoids = avoids ? [s_customer] : [],
            },
        };

    private sealed record Person(DateOnly? Until, int Level, bool Avoids)
    {
        public Guid Id { get; set; }
        public Guid Account { get; init; }
    }
}
