using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sla.Domain.Money;
using ServiceMesh.Sla.Http;
using ServiceMesh.Sla.Persistence;

namespace ServiceMesh.Sla.Money;

/// <summary>A decision about a credit or a charge.</summary>
/// <param name="Reason">Why, 1 to 1,000 characters; needed to dispute and to waive.</param>
public sealed record MoneyDecision([property: StringLength(1_000)] string? Reason = null);

/// <summary>Which credits to list; all parts are optional.</summary>
/// <param name="ContractId">Of this contract.</param>
/// <param name="TicketId">Of this ticket.</param>
/// <param name="Month">Of this month, like <c>2026-03</c>.</param>
/// <param name="State"><c>accrued</c>, <c>approved</c>, <c>disputed</c>, <c>waived</c> or <c>reversed</c>.</param>
/// <param name="Clock">For breaches of this clock.</param>
/// <param name="Team">For breaches that this team was responsible for.</param>
/// <param name="Limit">1 to 200; 50 when not given.</param>
/// <param name="Cursor">Where the page before ended.</param>
public sealed record CreditQuery(
    Guid? ContractId = null, Guid? TicketId = null, string? Month = null, string? State = null, string? Clock = null, string? Team = null, int? Limit = null, Guid? Cursor = null);

/// <summary>Credits: what broken promises are worth, and what was decided about them.</summary>
public static class CreditEndpoints
{
    private const string Lock = "SELECT contract_id, month FROM credits WHERE tenant = $1 AND id = $2";

    public static IEndpointRouteBuilder MapCredits(this IEndpointRouteBuilder app)
    {
        var credits = app.MapGroup("/api/v1/sla/credits").WithTags("credits");
        credits.MapGet("/", ListAsync).RequireRoles(Roles.Manager, Roles.Admin).Produces<Page<CreditAnswer>>().ProducesProblem(400).WithName("ListCredits")
            .WithSummary("Credits, the newest first, by contract, ticket, month, state, clock and team. 400 names the field.");
        credits.MapGet("/{id:guid}", GetAsync).RequireRoles(Roles.Manager, Roles.Admin).Produces<CreditAnswer>().ProducesProblem(404).WithName("GetCredit")
            .WithSummary("A credit with its history, to which entries are only ever added. 404 credit.not-found.");
        foreach (var decision in CreditRules.Decisions.Keys)
        {
            credits.MapPost($"/{{id:guid}}/{decision}", (Guid id, [FromBody] MoneyDecision? body, Caller caller, IWorkFactory works, CancellationToken ct) =>
                    DecideAsync(id, CreditRules.Decisions[decision], body?.Reason, caller, works, ct))
                .RequireRoles(Roles.Manager, Roles.Admin).Produces<CreditAnswer>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409)
                .WithName($"{char.ToUpperInvariant(decision[0])}{decision[1..]}Credit")
                .WithSummary("Decides about an accrued or disputed credit; to dispute and to waive need a reason. 404 credit.not-found, 409 credit.illegal-transition.");
        }

        return app;
    }

    private static async Task<Page<CreditAnswer>> ListAsync([AsParameters] CreditQuery query, Caller caller, SlaDb db, CancellationToken ct)
    {
        var limit = Limits.Of(query.Limit);
        var (month, state) = (Months.Read(query.Month, "month"), ReadState(query.State));
        var found =
            from credit in db.Set<CreditRow>().AsNoTracking()
            join breach in db.Set<BreachRow>().AsNoTracking() on new { credit.Tenant, Id = credit.BreachId } equals new { breach.Tenant, breach.Id }
            where credit.Tenant == caller.Tenant
                && (query.ContractId == null || credit.ContractId == query.ContractId)
                && (query.TicketId == null || breach.TicketId == query.TicketId)
                && (month == null || credit.Month == month)
                && (state == null || credit.State == state)
                && (query.Clock == null || breach.Clock == query.Clock)
                && (query.Team == null || breach.Team == query.Team)
                && (query.Cursor == null || credit.Id.CompareTo(query.Cursor.Value) < 0)
            orderby credit.Id descending
            select new { credit, breach };
        var rows = await found.Take(limit + 1).ToListAsync(ct);
        return new([.. rows.Take(limit).Select(r => CreditAnswer.Of(r.credit, r.breach, null))], rows.Count > limit ? rows[limit - 1].credit.Id.ToString() : null);
    }

    private static async Task<CreditAnswer> GetAsync(Guid id, Caller caller, SlaDb db, CancellationToken ct) =>
        await FindAsync(db, caller.Tenant, id, ct) ?? throw Problems.NotFound("credit.not-found");

    private static async Task<CreditAnswer> DecideAsync(Guid id, CreditState state, string? reason, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        reason = Reasons.Check(reason, CreditRules.NeedsReason(state));
        await using var work = await works.BeginAsync(ct);
        var found = await Sql.ReadAsync(work, Lock, r => (Contract: r.GetGuid(0), Month: r.GetFieldValue<DateOnly>(1)), ct, caller.Tenant, id);
        var (contract, month) = found is [var key] ? key : throw Problems.NotFound("credit.not-found");
        // Whoever changes a credit holds its month.
        await CreditBook.LockMonthAsync(work, caller.Tenant, contract, month, ct);
        var credit = await FindAsync(work.Db<SlaDb>(), caller.Tenant, id, ct) ?? throw Problems.NotFound("credit.not-found");
        if (!CreditRules.MayBecome(credit.State, state))
        {
            throw Problems.Conflict("credit.illegal-transition", $"A credit that is {CreditStates.Name(credit.State)} cannot become {CreditStates.Name(state)}.");
        }

        var amount = state == CreditState.Waived ? 0 : credit.Amount;
        await Sql.RunAsync(
            work,
            [
                Sql.Batched("UPDATE credits SET state = $3, amount = $4, reason = coalesce($5::text, reason) WHERE tenant = $1 AND id = $2", caller.Tenant, id, CreditStates.Name(state), amount, reason),
                CreditBook.Entry(caller.Tenant, id, work.Now, CreditStates.Name(state), amount - credit.Amount, amount, reason, caller.Actor),
            ],
            ct);
        work.Publish(new CreditDecided
        {
            Tenant = caller.Tenant, TicketId = credit.TicketId, OccurredAt = work.Now, By = caller.Actor, CreditId = id, ContractId = contract,
            Month = CreditBook.MonthName(month), State = state, PreviousState = credit.State, Amount = amount, Currency = credit.Currency, Reason = reason,
        });
        // What is waived makes room under the month's limits for others.
        work.Arm(MonthTimer.For(caller.Tenant, contract, month, work.Now));
        var answer = await FindAsync(work.Db<SlaDb>(), caller.Tenant, id, ct);
        await work.CommitAsync(ct);
        return answer!;
    }

    private static async Task<CreditAnswer?> FindAsync(SlaDb db, string tenant, Guid id, CancellationToken ct)
    {
        var credit = await db.Set<CreditRow>().AsNoTracking().FirstOrDefaultAsync(c => c.Tenant == tenant && c.Id == id, ct);
        if (credit is null)
        {
            return null;
        }

        var breach = await db.Set<BreachRow>().AsNoTracking().FirstAsync(b => b.Tenant == tenant && b.Id == credit.BreachId, ct);
        var entries = await db.Set<CreditEntryRow>().AsNoTracking().Where(e => e.Tenant == tenant && e.CreditId == id).OrderBy(e => e.Number).ToListAsync(ct);
        return CreditAnswer.Of(credit, breach, entries);
    }

    private static CreditState? ReadState(string? state) => state is null ? null
        : Enum.TryParse<CreditState>(state, ignoreCase: true, out var read) && Enum.IsDefined(read) && !char.IsAsciiDigit(state[0]) ? read
        : throw Problems.InvalidField("state", "A state is accrued, approved, disputed, waived or reversed.");
}
