using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sla.Domain.Money;
using ServiceMesh.Sla.Http;
using ServiceMesh.Sla.Persistence;
using ServiceMesh.Sla.Tenants;

namespace ServiceMesh.Sla.Money;

/// <summary>Which charges to list; all parts are optional.</summary>
/// <param name="ContractId">Of this contract.</param>
/// <param name="CustomerId">Of this customer.</param>
/// <param name="TicketId">Of this ticket.</param>
/// <param name="Month">Of this month, like <c>2026-03</c>.</param>
/// <param name="Limit">1 to 200; 50 when not given.</param>
/// <param name="Cursor">Where the page before ended.</param>
public sealed record ChargeQuery(Guid? ContractId = null, Guid? CustomerId = null, Guid? TicketId = null, string? Month = null, int? Limit = null, Guid? Cursor = null);

/// <summary>What a request costs that no contract covers.</summary>
/// <param name="Amount">Above 0, in whole minor units; null for nothing.</param>
/// <param name="Currency">ISO 4217 code; needed with an amount.</param>
public sealed record UncoveredPrice(decimal? Amount = null, string? Currency = null);

/// <summary>A charge. How it stands is the kind of the last line of its history.</summary>
/// <param name="Id">Its id.</param>
/// <param name="TicketId">The ticket.</param>
/// <param name="TicketNumber">Its number.</param>
/// <param name="ContractId">The contract; null without one.</param>
/// <param name="CustomerId">The customer; null when nobody knows.</param>
/// <param name="OpenedAt">When the ticket was opened.</param>
/// <param name="Month">Like <c>2026-03</c>, in the tenant's zone.</param>
/// <param name="WorkType">Support or maintenance.</param>
/// <param name="Reason"><c>per-case</c>, or why nothing covered it.</param>
/// <param name="Amount">Null when there is no price for it.</param>
/// <param name="Currency">Null without an amount.</param>
/// <param name="State"><c>charged</c>, <c>waived</c> or <c>withdrawn</c>.</param>
/// <param name="History">How it came to this, in order.</param>
public sealed record ChargeAnswer(
    Guid Id, Guid TicketId, string TicketNumber, Guid? ContractId, Guid? CustomerId, DateTimeOffset OpenedAt, string Month, WorkType WorkType, string Reason, decimal? Amount,
    string? Currency, string State, IReadOnlyList<MoneyEntry> History)
{
    internal static ChargeAnswer Of(ChargeRow row, IReadOnlyList<ChargeEntryRow> entries) => new(
        row.Id, row.TicketId, row.TicketNumber, row.ContractId, row.CustomerId, row.OpenedAt, CreditBook.MonthName(row.Month), row.WorkType, row.Reason, row.Amount, row.Currency,
        entries[^1].Kind, [.. entries.Select(e => new MoneyEntry(e.At, e.Kind, null, null, e.Reason, e.ByName))]);
}

/// <summary>Charges: what requests cost.</summary>
public static class ChargeEndpoints
{
    public static IEndpointRouteBuilder MapCharges(this IEndpointRouteBuilder app)
    {
        var charges = app.MapGroup("/api/v1/sla/charges").WithTags("charges");
        charges.MapGet("/", ListAsync).RequireRoles(Roles.Manager, Roles.Admin).Produces<Page<ChargeAnswer>>().ProducesProblem(400).WithName("ListCharges")
            .WithSummary("Charges, the newest first, by contract, customer, ticket and month. 400 names the field.");
        charges.MapPost("/{id:guid}/waive", WaiveAsync).RequireRoles(Roles.Manager, Roles.Admin).Produces<ChargeAnswer>()
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).WithName("WaiveCharge")
            .WithSummary("Waives a charge, with a reason. 404 charge.not-found, 409 charge.illegal-transition.");
        app.MapGet("/api/v1/sla/uncovered-price", GetPriceAsync).RequireRoles(Roles.Manager, Roles.Admin).WithTags("charges").WithName("GetUncoveredPrice")
            .WithSummary("What a request costs that no contract covers; no amount when it costs nothing.");
        app.MapPut("/api/v1/sla/uncovered-price", PutPriceAsync).RequireRoles(Roles.Manager, Roles.Admin).Produces<UncoveredPrice>().ProducesProblem(400)
            .WithTags("charges").WithName("PutUncoveredPrice").WithSummary("Sets it for tickets triaged from now on. 400 names the field.");
        return app;
    }

    private static async Task<Page<ChargeAnswer>> ListAsync([AsParameters] ChargeQuery query, Caller caller, SlaDb db, CancellationToken ct)
    {
        var (limit, month) = (Limits.Of(query.Limit), Months.Read(query.Month, "month"));
        var rows = await db.Set<ChargeRow>().AsNoTracking()
            .Where(c => c.Tenant == caller.Tenant
                && (query.ContractId == null || c.ContractId == query.ContractId)
                && (query.CustomerId == null || c.CustomerId == query.CustomerId)
                && (query.TicketId == null || c.TicketId == query.TicketId)
                && (month == null || c.Month == month)
                && (query.Cursor == null || c.Id.CompareTo(query.Cursor.Value) < 0))
            .OrderByDescending(c => c.Id).Take(limit + 1).ToListAsync(ct);
        return new(await WithHistoryAsync(db, caller.Tenant, [.. rows.Take(limit)], ct), rows.Count > limit ? rows[limit - 1].Id.ToString() : null);
    }

    private static async Task<ChargeAnswer> WaiveAsync(Guid id, MoneyDecision decision, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        var reason = Reasons.Check(decision.Reason, needed: true);
        await using var work = await works.BeginAsync(ct);
        if (await Sql.ReadAsync(work, "SELECT 1 FROM charges WHERE tenant = $1 AND id = $2 FOR UPDATE", r => r.GetInt32(0), ct, caller.Tenant, id) is [])
        {
            throw Problems.NotFound("charge.not-found");
        }

        var db = work.Db<SlaDb>();
        var row = await db.Set<ChargeRow>().AsNoTracking().FirstAsync(c => c.Tenant == caller.Tenant && c.Id == id, ct);
        var before = (await WithHistoryAsync(db, caller.Tenant, [row], ct))[0];
        if (before.State != "charged")
        {
            throw Problems.Conflict("charge.illegal-transition", $"A charge that is {before.State} cannot be waived.");
        }

        await Sql.RunAsync(work, [ChargeBook.Entry(caller.Tenant, id, work.Now, "waived", reason, caller.Actor)], ct);
        var after = (await WithHistoryAsync(db, caller.Tenant, [row], ct))[0];
        await work.CommitAsync(ct);
        return after;
    }

    private static async Task<UncoveredPrice> GetPriceAsync(Caller caller, SlaDb db, CancellationToken ct) =>
        await db.Set<TenantRow>().Where(t => t.Tenant == caller.Tenant).Select(t => new UncoveredPrice(t.UncoveredPrice, t.UncoveredCurrency)).FirstOrDefaultAsync(ct) ?? new();

    private static async Task<UncoveredPrice> PutPriceAsync(UncoveredPrice price, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        if (price.Amount is { } amount)
        {
            if (!Currencies.Exists(price.Currency))
            {
                throw Problems.InvalidField("currency", "A currency of ISO 4217 like CNY is wanted.");
            }

            if (amount is <= 0 or > 1_000_000_000m || !Currencies.IsWhole(amount, price.Currency!))
            {
                throw Problems.InvalidField("amount", "An amount above 0, at most 1,000,000,000, in whole minor units is wanted.");
            }
        }

        var stored = price.Amount is null ? new UncoveredPrice() : price;
        await using var work = await works.BeginAsync(ct);
        await TenantStore.CreateAsync(work, caller.Tenant, zone: null, sequence: 0, ct);
        await Sql.RunAsync(work, "UPDATE tenants SET uncovered_price = $2, uncovered_currency = $3 WHERE tenant = $1", ct, caller.Tenant, stored.Amount, stored.Currency);
        await work.CommitAsync(ct);
        return stored;
    }

    internal static async Task<IReadOnlyList<ChargeAnswer>> WithHistoryAsync(SlaDb db, string tenant, IReadOnlyList<ChargeRow> rows, CancellationToken ct)
    {
        var ids = rows.Select(r => r.Id).ToList();
        var entries = await db.Set<ChargeEntryRow>().AsNoTracking().Where(e => e.Tenant == tenant && ids.Contains(e.ChargeId)).OrderBy(e => e.Number).ToListAsync(ct);
        var byCharge = entries.ToLookup(e => e.ChargeId);
        return [.. rows.Select(r => ChargeAnswer.Of(r, [.. byCharge[r.Id]]))];
    }
}
