using System.Net;
using System.Text.Json.Nodes;
using ServiceMesh.Contracts;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sla.Tests.Service;
using Xunit;
using Vendor = ServiceMesh.Sla.Tests.Service.Vendor;
using static ServiceMesh.Sla.Tests.Money.Ledger;

namespace ServiceMesh.Sla.Tests.Money;

public sealed class Credits_of_broken_promises(SlaApp app)
{
    private static readonly object _fivePercent = new { clauses = new[] { new { clock = "resolution", percent = 5 } } };

    private readonly Ledger _ledger = new(app);

    [Fact]
    public async Task A_breach_accrues_what_its_clause_says_and_names_who_was_responsible()
    {
        await _ledger.AgreeAsync(_fivePercent);
        await app.DeliverAsync(_ledger.Changed());
        var ticket = Guid.CreateVersion7();
        await app.DeliverAsync(Assigned(ticket, Monday.AddMinutes(5), "Databases"));
        await app.DeliverAsync(Assigned(ticket, Monday.AddMinutes(90), "Too late"));
        await app.DeliverAsync(_ledger.Triaged(ticket, Monday));
        Assert.Equal(1, await app.CountAsync("breaches", _ledger.Vendor.Tenant));
        Assert.Single((await app.PublishedAsync(ticket)).OfType<SlaBreached>());

        var credit = (await _ledger.CreditsAsync(c => c.Count == 1))[0]!;
        Assert.Equal(("accrued", 50m, 50m, "CNY", "2026-03", "Databases", "Li"), (
            credit["state"]!.ToString(), Amount(credit), credit["gross"]!.GetValue<decimal>(), credit["currency"]!.ToString(), credit["month"]!.ToString(),
            credit["team"]!.ToString(), credit["engineerName"]!.ToString()));
        var accrued = Assert.Single((await app.PublishedAsync(ticket)).OfType<CreditAccrued>());
        Assert.Equal((_ledger.Contract, "2026-03", "resolution", 1, Monday.AddHours(1), 50m, null), (
            accrued.ContractId, accrued.Month, accrued.Clock, accrued.Cycle, accrued.DueAt, accrued.Amount, accrued.PreviousAmount));
    }

    [Fact]
    public async Task A_ticket_that_breaks_nothing_leaves_nothing()
    {
        await _ledger.AgreeAsync(_fivePercent);
        await app.DeliverAsync(_ledger.Changed());
        var ticket = Guid.CreateVersion7();
        await app.DeliverAsync(_ledger.Vendor.Resolved(ticket, Monday.AddMinutes(10)));
        await app.DeliverAsync(_ledger.Triaged(ticket, Monday));
        foreach (var table in new[] { "breaches", "breach_status", "credits", "contract_months", "charges", "charge_candidates", "messaging.timers" })
        {
            Assert.Equal(0, await app.CountAsync(table, _ledger.Vendor.Tenant));
        }
    }

    [Fact]
    public async Task A_breach_that_was_none_after_all_is_reversed_by_an_entry()
    {
        await _ledger.AgreeAsync(_fivePercent);
        await app.DeliverAsync(_ledger.Changed());
        var ticket = await _ledger.TicketAsync(Monday);
        var credit = (await _ledger.CreditsAsync(c => c.Count == 1))[0]!;
        Assert.Equal(HttpStatusCode.OK, (await _ledger.DecideAsync(credit, "approve")).Status);
        await app.DeliverAsync(_ledger.Vendor.Resolved(ticket, Monday.AddMinutes(40)));
        await _ledger.CreditsAsync(c => c[0]!["state"]!.ToString() == "reversed");

        var history = (await _ledger.Vendor.GetAsync($"/api/v1/sla/credits/{credit["id"]}")).Body["history"]!.AsArray();
        Assert.Equal([("accrued", 50m, 50m), ("approved", 0m, 50m), ("reversed", -50m, 0m)], history.Select(e => (e!["kind"]!.ToString(), e["change"]!.GetValue<decimal>(), Amount(e))));
        Assert.Equal(1, await app.CountAsync("breaches", _ledger.Vendor.Tenant));
        Assert.Equal([CreditState.Approved, CreditState.Reversed], (await app.PublishedAsync(ticket)).OfType<CreditDecided>().Select(d => d.State));
        Assert.Equal(0m, (await _ledger.StatementAsync())["totals"]![0]!["credits"]!.GetValue<decimal>());
    }

    [Fact]
    public async Task A_pause_that_became_known_late_moves_the_breach_and_keeps_both_rows()
    {
        await _ledger.AgreeAsync(_fivePercent);
        await app.DeliverAsync(_ledger.Changed());
        var ticket = await _ledger.TicketAsync(Monday, TimeSpan.FromHours(9));
        await _ledger.CreditsAsync(c => c.Count == 1);
        await app.DeliverAsync(_ledger.Vendor.Paused(ticket, Monday.AddMinutes(10)));
        await app.DeliverAsync(_ledger.Vendor.Resumed(ticket, Monday.AddMinutes(40)));
        var credits = await _ledger.CreditsAsync(c => c.Count == 2 && c.Count(x => x!["state"]!.ToString() == "reversed") == 1 && c.Any(x => x!["state"]!.ToString() == "accrued"));
        Assert.Equal(Monday.AddMinutes(90), credits.Single(c => c!["state"]!.ToString() == "accrued")!["dueAt"]!.GetValue<DateTimeOffset>());
        Assert.Equal(2, await app.CountAsync("breaches", _ledger.Vendor.Tenant));
        Assert.Single((await app.PublishedAsync(ticket)).OfType<SlaBreached>());
    }

    [Fact]
    public async Task A_month_stays_within_the_contracts_cap_and_waiving_makes_room()
    {
        await _ledger.AgreeAsync(new { clauses = new[] { new { clock = "resolution", amount = 80, currency = "CNY" } } });
        await app.DeliverAsync(_ledger.Changed(cap: 20));
        for (var day = 0; day < 4; day++)
        {
            await _ledger.TicketAsync(Monday.AddDays(3 - day), TimeSpan.FromHours(2));
        }

        var credits = await _ledger.CreditsAsync(c => c.Count == 4 && c.Sum(Amount) == 200);
        Assert.Equal([80m, 80m, 40m, 0m], ByDue(credits).Select(Amount));
        Assert.Equal([null, null, "contract", "contract"], ByDue(credits).Select(c => (string?)c!["cappedBy"]));

        Assert.Equal(HttpStatusCode.OK, (await _ledger.DecideAsync(ByDue(credits).First()!, "waive", "Agreed by phone")).Status);
        credits = await _ledger.CreditsAsync(c => c.Sum(Amount) == 200);
        Assert.Equal([0m, 80m, 80m, 40m], ByDue(credits).Select(Amount));
        var statement = await _ledger.StatementAsync();
        Assert.Equal((200m, 240m, 40m, true), (
            statement["totals"]![0]!["credits"]!.GetValue<decimal>(), statement["totals"]![0]!["gross"]!.GetValue<decimal>(), statement["totals"]![0]!["capped"]!.GetValue<decimal>(),
            statement["cap"]!["reached"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Later_steps_are_reached_while_nobody_does_anything()
    {
        JsonArray history = [];
        // On a busy machine the second step may be reached before the first was computed: then once more, with more time between.
        for (var ahead = 900; history.Count < 2 && ahead < 20_000; ahead *= 4)
        {
            var ledger = new Ledger(app);
            await ledger.AgreeAsync(new { clauses = new[] { new { clock = "resolution", tiers = new object[] { new { percent = 2 }, new { late = "PT1H", percent = 5 } } } } });
            await app.DeliverAsync(ledger.Changed());
            await ledger.TicketAsync(Vendor.Now + TimeSpan.FromMilliseconds(ahead) - TimeSpan.FromHours(2));
            var credit = (await ledger.CreditsAsync(c => c.Count == 1 && Amount(c[0]) == 50))[0]!;
            history = (await ledger.Vendor.GetAsync($"/api/v1/sla/credits/{credit["id"]}")).Body["history"]!.AsArray();
        }

        Assert.Equal([("accrued", 20m), ("adjusted", 30m)], history.Select(e => (e!["kind"]!.ToString(), e["change"]!.GetValue<decimal>())));
    }

    [Fact]
    public async Task A_contract_that_comes_later_prices_the_breach_and_a_later_fee_changes_no_month_priced()
    {
        await _ledger.AgreeAsync(_fivePercent);
        await _ledger.TicketAsync(Monday, TimeSpan.FromHours(2));
        Assert.Equal("resolution", (await _ledger.StatementAsync())["credits"]![0]!["clause"]!.ToString());
        await app.DeliverAsync(_ledger.Changed(sequence: 3));
        await _ledger.CreditsAsync(c => c.Count == 1 && Amount(c[0]) == 50);
        await app.DeliverAsync(_ledger.Changed(sequence: 4, fee: 2_000));
        await app.DeliverAsync(_ledger.Changed(sequence: 2, fee: 9_000));
        await _ledger.TicketAsync(Monday.AddDays(1), TimeSpan.FromHours(2));
        await _ledger.TicketAsync(Monday.AddMonths(1), TimeSpan.FromHours(2));
        Assert.Equal([50m, 50m, 100m], ByDue(await _ledger.CreditsAsync(c => c.Count == 3)).Select(Amount));
    }

    [Fact]
    public async Task Decisions_go_forward_only_and_need_a_reason_and_a_manager()
    {
        await _ledger.AgreeAsync(_fivePercent);
        await app.DeliverAsync(_ledger.Changed());
        await _ledger.TicketAsync(Monday, TimeSpan.FromHours(2));
        var credit = (await _ledger.CreditsAsync(c => c.Count == 1))[0]!;
        var path = $"/api/v1/sla/credits/{credit["id"]}";
        Assert.Equal((HttpStatusCode.BadRequest, "request.invalid"), Code(await _ledger.DecideAsync(credit, "dispute")));
        Assert.Equal((HttpStatusCode.BadRequest, "request.invalid"), Code(await _ledger.DecideAsync(credit, "waive", " ")));
        Assert.Equal((HttpStatusCode.BadRequest, "request.invalid"), Code(await _ledger.DecideAsync(credit, "waive", new string('x', 1_001))));
        Assert.Equal(HttpStatusCode.Forbidden, (await _ledger.Vendor.PostAsync($"{path}/approve", new { }, Roles.Agent)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.NewVendor().PostAsync($"{path}/approve", new { })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.NewVendor().GetAsync(path)).Status);

        var (status, disputed) = await _ledger.DecideAsync(credit, "dispute", "The customer was away");
        Assert.Equal((HttpStatusCode.OK, "disputed", "The customer was away"), (status, disputed["state"]!.ToString(), disputed["reason"]!.ToString()));
        Assert.Equal((HttpStatusCode.Conflict, "credit.illegal-transition"), Code(await _ledger.DecideAsync(credit, "dispute", "Again")));
        Assert.Equal(HttpStatusCode.OK, (await _ledger.Vendor.PostAsync($"{path}/approve", new { })).Status);
        Assert.Equal((HttpStatusCode.Conflict, "credit.illegal-transition"), Code(await _ledger.DecideAsync(credit, "waive", "Too late")));
        var history = (await _ledger.Vendor.GetAsync(path)).Body["history"]!.AsArray();
        Assert.Equal(["accrued ", "disputed Mei", "approved Mei"], history.Select(e => $"{e!["kind"]} {e["by"]}"));

        Assert.Single((await _ledger.CreditsAsync(_ => true, "&state=approved&month=2026-03&clock=resolution")).AsEnumerable());
        Assert.Empty((await _ledger.CreditsAsync(_ => true, "&month=2026-04")).AsEnumerable());
        foreach (var wrong in new[] { "month=2026-3", "state=paid", "limit=0", "month=1969-12" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await _ledger.Vendor.GetAsync($"/api/v1/sla/credits?{wrong}")).Status);
        }
    }

    private static IEnumerable<JsonNode?> ByDue(JsonArray credits) => credits.OrderBy(c => c!["dueAt"]!.GetValue<DateTimeOffset>());

    private static (HttpStatusCode Status, string Code) Code((HttpStatusCode Status, JsonNode Body) answer) => (answer.Status, answer.Body["code"]!.ToString());

    private TicketHandedOver Assigned(Guid ticket, DateTimeOffset at, string team) => new()
    {
        Tenant = _ledger.Vendor.Tenant, TicketId = ticket, OccurredAt = at, TeamId = Guid.CreateVersion7(), TeamName = team, EngineerId = Guid.CreateVersion7(), EngineerName = "Li",
    };
}
