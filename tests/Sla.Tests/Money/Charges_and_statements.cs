using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ServiceMesh.Contracts;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sla.Tests.Service;
using ServiceMesh.Testing;
using Xunit;
using static ServiceMesh.Sla.Tests.Money.Ledger;

namespace ServiceMesh.Sla.Tests.Money;

public sealed class Charges_and_statements(SlaApp app)
{
    private static readonly object _fivePercent = new { clauses = new[] { new { clock = "resolution", percent = 5 } } };

    private readonly Ledger _ledger = new(app);

    [Fact]
    public async Task A_case_under_a_case_price_is_charged_once_and_can_be_waived()
    {
        await app.DeliverAsync(_ledger.Changed(casePrice: 300));
        var ticket = await _ledger.TicketAsync(Monday);
        await app.DeliverAsync(_ledger.Triaged(ticket, Monday, severity: 2) with { OccurredAt = Monday.AddMinutes(5) });
        var charge = Assert.Single(await ChargesAsync());
        Assert.Equal(("per-case", 300m, "CNY", "charged", "2026-03"), (charge!["reason"]!.ToString(), Amount(charge), charge["currency"]!.ToString(), charge["state"]!.ToString(), charge["month"]!.ToString()));

        var path = $"/api/v1/sla/charges/{charge["id"]}/waive";
        Assert.Equal(HttpStatusCode.BadRequest, (await _ledger.Vendor.PostAsync(path, new { })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _ledger.Vendor.PostAsync(path, new { reason = "x" }, Roles.Dispatcher)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.NewVendor().PostAsync(path, new { reason = "x" })).Status);
        Assert.Equal("waived", (await _ledger.Vendor.PostAsync(path, new { reason = "Our own fault" })).Body["state"]!.ToString());
        var (status, body) = await _ledger.Vendor.PostAsync(path, new { reason = "Again" });
        Assert.Equal((HttpStatusCode.Conflict, "charge.illegal-transition"), (status, body["code"]!.ToString()));
        Assert.Equal(0m, (await _ledger.StatementAsync())["totals"]![0]!["charges"]!.GetValue<decimal>());
    }

    [Fact]
    public async Task A_ticket_that_came_before_its_contract_is_charged_when_that_is_known()
    {
        await _ledger.TicketAsync(Monday);
        Assert.Empty(await ChargesAsync());
        await app.DeliverAsync(_ledger.Changed(casePrice: 300));
        Assert.Single(await ChargesAsync());
        Assert.Equal(0, await app.CountAsync("charge_candidates", _ledger.Vendor.Tenant));
    }

    [Fact]
    public async Task An_expired_contract_covers_nothing_and_what_is_triaged_anew_or_cancelled_is_withdrawn()
    {
        await app.DeliverAsync(_ledger.Changed());
        var ticket = await _ledger.TicketAsync(new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(("expired", null), ((await ChargesAsync())[0]!["reason"]!.ToString(), (await ChargesAsync())[0]!["amount"]));
        await app.DeliverAsync(_ledger.Vendor.Cancelled(ticket, new(2027, 1, 1, 1, 0, 0, TimeSpan.Zero)));
        Assert.Equal("withdrawn", Assert.Single(await ChargesAsync())!["state"]!.ToString());
    }

    [Fact]
    public async Task What_no_contract_covers_costs_the_tenants_price()
    {
        var vendor = _ledger.Vendor;
        await app.DeliverAsync(vendor.Triaged(Guid.CreateVersion7(), Monday, serviceLevel: null));
        Assert.Equal(HttpStatusCode.BadRequest, (await PutPriceAsync(new { amount = 10, currency = "XYZ" })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PutPriceAsync(new { amount = -1, currency = "CNY" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await PutPriceAsync(new { amount = 800.5m, currency = "CNY" })).Status);
        Assert.Equal(800.5m, Amount((await vendor.GetAsync("/api/v1/sla/uncovered-price")).Body));
        var ticket = Guid.CreateVersion7();
        await app.DeliverAsync(vendor.Triaged(ticket, Monday, serviceLevel: null));
        var charge = Assert.Single(await ChargesAsync())!;
        Assert.Equal(("none", 800.5m, ticket), (charge["reason"]!.ToString(), Amount(charge), charge["ticketId"]!.GetValue<Guid>()));

        await app.DeliverAsync(_ledger.Changed());
        await app.DeliverAsync(_ledger.Triaged(ticket, Monday) with { OccurredAt = Monday.AddMinutes(3) });
        Assert.Equal("withdrawn", Assert.Single(await ChargesAsync())!["state"]!.ToString());

        Task<(HttpStatusCode Status, JsonNode Body)> PutPriceAsync(object price) => vendor.SendAsync(HttpMethod.Put, "/api/v1/sla/uncovered-price", JsonContent.Create(price));
    }

    [Fact]
    public async Task A_statement_lists_charges_and_credits_with_their_totals()
    {
        await _ledger.AgreeAsync(_fivePercent);
        await app.DeliverAsync(_ledger.Changed(casePrice: 300));
        await _ledger.TicketAsync(Monday, TimeSpan.FromHours(2));
        // Missed in Shanghai's April, although it is still March in UTC.
        await _ledger.TicketAsync(new(2026, 3, 31, 15, 30, 0, TimeSpan.Zero), TimeSpan.FromHours(2));
        await _ledger.CreditsAsync(c => c.Count == 2);
        var (march, april) = (await _ledger.StatementAsync(), await _ledger.StatementAsync("2026-04"));
        Assert.Equal(("K-1", 1_000m, 2, 1, 600m, 50m, 550m), Figures(march));
        Assert.Equal(("K-1", 1_000m, 0, 1, 0m, 50m, -50m), Figures(april));
        Assert.Equal(3_600m, march["credits"]![0]!["lateWallSeconds"]!.GetValue<decimal>());

        Assert.Equal(HttpStatusCode.NotFound, (await app.NewVendor().GetAsync($"/api/v1/sla/statements/{_ledger.Contract}/2026-03")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _ledger.Vendor.GetAsync($"/api/v1/sla/statements/{_ledger.Contract}/2026-03", Roles.Engineer)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await _ledger.Vendor.GetAsync($"/api/v1/sla/statements/{_ledger.Contract}/2026-13")).Status);

        static (string, decimal, int, int, decimal, decimal, decimal) Figures(JsonNode s) => (
            s["contractNumber"]!.ToString(), s["monthlyFee"]!.GetValue<decimal>(), s["charges"]!.AsArray().Count, s["credits"]!.AsArray().Count,
            s["totals"]![0]!["charges"]!.GetValue<decimal>(), s["totals"]![0]!["credits"]!.GetValue<decimal>(), s["totals"]![0]!["balance"]!.GetValue<decimal>());
    }

    [Fact]
    public async Task A_months_contracts_are_listed_with_the_sums_of_their_statements()
    {
        await _ledger.AgreeAsync(_fivePercent);
        await app.DeliverAsync(_ledger.Changed(casePrice: 300));
        await _ledger.TicketAsync(Monday, TimeSpan.FromHours(2));
        await _ledger.TicketAsync(Monday.AddHours(5), TimeSpan.FromHours(2));
        var other = Guid.CreateVersion7();
        await app.DeliverAsync(_ledger.Changed() with { ContractId = other, Number = "K-2", CasePrice = 40, Stream = new("intake", other, 1) });
        await app.DeliverAsync(_ledger.Triaged(Guid.CreateVersion7(), Monday) with { ContractId = other });
        await _ledger.CreditsAsync(c => c.Count == 3);

        var vendor = _ledger.Vendor;
        var (status, listed) = await vendor.GetAsync("/api/v1/sla/statements?month=2026-03");
        Assert.Equal((HttpStatusCode.OK, null), (status, listed["next"]));
        var lines = listed["items"]!.AsArray();
        Assert.Equal(["K-1 2 2", "K-2 1 1"], lines.Select(l => $"{l!["contractNumber"]} {l["charges"]} {l["breaches"]}").Order(StringComparer.Ordinal));
        // Line by line what each statement says.
        foreach (var line in lines)
        {
            var statement = (await vendor.GetAsync($"/api/v1/sla/statements/{line!["contractId"]}/2026-03")).Body;
            Assert.Equal(statement["totals"]!.ToJsonString(), line["totals"]!.ToJsonString());
        }

        var first = (await vendor.GetAsync("/api/v1/sla/statements?month=2026-03&limit=1")).Body;
        var second = (await vendor.GetAsync($"/api/v1/sla/statements?month=2026-03&limit=1&cursor={first["next"]}")).Body;
        Assert.Equal([lines[0]!.ToJsonString(), lines[1]!.ToJsonString()], new[] { first, second }.Select(p => Assert.Single(p["items"]!.AsArray())!.ToJsonString()));
        Assert.Null(second["next"]);
        Assert.Empty((await app.NewVendor().GetAsync("/api/v1/sla/statements?month=2026-03")).Body["items"]!.AsArray());
        Assert.Equal(HttpStatusCode.Forbidden, (await vendor.GetAsync("/api/v1/sla/statements?month=2026-03", Roles.Engineer)).Status);
        foreach (var wrong in new[] { "month=2026-13", "", "month=2026-03&limit=0" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await vendor.GetAsync($"/api/v1/sla/statements?{wrong}")).Status);
        }
    }

    [Theory]
    [InlineData("2026-03.csv", null)]
    [InlineData("2026-03", "text/csv")]
    [InlineData("2026-03", "application/json;q=0.5, text/csv")]
    public async Task A_statement_comes_as_csv_too_and_its_amounts_add_up(string month, string? accept)
    {
        await _ledger.AgreeAsync(_fivePercent);
        await app.DeliverAsync(_ledger.Changed(casePrice: 300));
        await _ledger.TicketAsync(Monday, TimeSpan.FromHours(2));
        var credit = (await _ledger.CreditsAsync(c => c.Count == 1))[0]!;
        await _ledger.DecideAsync(credit, "dispute", "=HYPERLINK(\"x\"), he said");

        using var client = app.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/sla/statements/{_ledger.Contract}/{month}");
        request.Headers.Add(TestIdentity.Header, TestIdentity.Token("sla", _ledger.Vendor.Tenant, name: "Mei", roles: [Roles.Manager]));
        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(new MediaTypeHeaderValue("text/csv", "utf-8"), response.Content.Headers.ContentType);
        Assert.Equal("statement-K-1-2026-03.csv", response.Content.Headers.ContentDisposition?.FileName);
        var lines = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("line,ticket,at,what,clause,severity,team,state,gross,capped_by,amount,currency,reason", lines[0]);
        Assert.Equal("charge,T-20261122-000001,2026-03-02T01:00:00Z,per-case,,,,charged,300.00,,300.00,CNY,", lines[1]);
        Assert.Equal("credit,T-20261122-000001,2026-03-02T02:00:00Z,resolution,resolution,3,,disputed,-50.00,,-50.00,CNY,\"'=HYPERLINK(\"\"x\"\"), he said\"", lines[2]);
        Assert.Equal("total,,2026-03,balance,,,,,,,250.00,CNY,", lines[^1]);
    }

    private async Task<JsonArray> ChargesAsync()
    {
        var (status, body) = await _ledger.Vendor.GetAsync("/api/v1/sla/charges");
        Assert.Equal(HttpStatusCode.OK, status);
        return body["items"]!.AsArray();
    }
}
