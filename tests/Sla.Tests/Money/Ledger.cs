using System.Net;
using System.Text.Json.Nodes;
using ServiceMesh.Contracts;
using ServiceMesh.Sla.Tests.Service;
using ServiceMesh.Testing;
using Xunit;
using Vendor = ServiceMesh.Sla.Tests.Service.Vendor;

namespace ServiceMesh.Sla.Tests.Money;

/// <summary>A vendor whose policy <c>gold</c> pays back, and a contract of it.</summary>
internal sealed class Ledger(SlaApp app)
{
    /// <summary>A Monday in March 2026, 09:00 in Shanghai: whatever starts then is long over.</summary>
    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    private static readonly string[] _gold = ["gold"];

    public Vendor Vendor { get; } = app.NewVendor();

    public Guid Contract { get; } = Guid.CreateVersion7();

    /// <summary>Posts the policy: one hour to resolve on a calendar that is always open in Shanghai.</summary>
    public async Task AgreeAsync(object compensation, string target = "PT1H")
    {
        var calendar = await Vendor.PostAsync("/api/v1/sla/calendars", new { name = "shanghai", timeZone = "Asia/Shanghai", alwaysOpen = true });
        Assert.Equal(HttpStatusCode.Created, calendar.Status);
        var policy = await Vendor.PostAsync("/api/v1/sla/policies", new
        {
            name = "gold", position = 1, calendar = "shanghai", serviceLevels = _gold, compensation,
            rules = new[] { new { name = "all", targets = new { resolution = target } } },
        });
        Assert.Equal(HttpStatusCode.Created, policy.Status);
    }

    public ContractChanged Changed(long sequence = 1, decimal? fee = 1_000, string? currency = "CNY", decimal? cap = null, decimal? casePrice = null) => new()
    {
        Tenant = Vendor.Tenant,
        OccurredAt = Monday,
        Stream = new("intake", Contract, sequence),
        ContractId = Contract,
        CustomerId = Guid.CreateVersion7(),
        Number = "K-1",
        StartsOn = new(2026, 1, 1),
        EndsOn = new(2026, 12, 31),
        ServiceLevel = "gold",
        ProductIds = [],
        MonthlyFee = fee,
        Currency = currency,
        MonthlyCreditCapPercent = cap,
        CasePrice = casePrice,
    };

    /// <summary>A ticket of the contract.</summary>
    public TicketTriaged Triaged(Guid ticket, DateTimeOffset openedAt, int severity = 3) => Vendor.Triaged(ticket, openedAt, "gold", severity) with { ContractId = Contract };

    /// <summary>A ticket that was opened then and resolved so much later.</summary>
    public async Task<Guid> TicketAsync(DateTimeOffset openedAt, TimeSpan? resolvedAfter = null, int severity = 3)
    {
        var ticket = Guid.CreateVersion7();
        await app.DeliverAsync(Triaged(ticket, openedAt, severity));
        if (resolvedAfter is { } after)
        {
            await app.DeliverAsync(Vendor.Resolved(ticket, openedAt + after));
        }

        return ticket;
    }

    /// <summary>The credits as soon as they are as wanted.</summary>
    public async Task<JsonArray> CreditsAsync(Func<JsonArray, bool> wanted, string query = "")
    {
        JsonArray credits = [];
        await Eventually.Async(async () =>
        {
            var (status, body) = await Vendor.GetAsync($"/api/v1/sla/credits?limit=200{query}");
            Assert.Equal(HttpStatusCode.OK, status);
            credits = body["items"]!.AsArray();
            return wanted(credits);
        });
        return credits;
    }

    public Task<(HttpStatusCode Status, JsonNode Body)> DecideAsync(JsonNode credit, string decision, string? reason = null) =>
        Vendor.PostAsync($"/api/v1/sla/credits/{credit["id"]}/{decision}", new { reason });

    public async Task<JsonNode> StatementAsync(string month = "2026-03")
    {
        var (status, body) = await Vendor.GetAsync($"/api/v1/sla/statements/{Contract}/{month}");
        Assert.Equal(HttpStatusCode.OK, status);
        return body;
    }

    public static decimal Amount(JsonNode? node) => node!["amount"]!.GetValue<decimal>();
}
