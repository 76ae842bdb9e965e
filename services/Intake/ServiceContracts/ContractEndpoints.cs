using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.ServiceContracts;

/// <summary>
/// <c>/api/v1/contracts</c>, searched by <c>q</c> in number, plan and customer's name, or named by <c>id</c> (repeated): 400 <c>contract.ends-before-start</c>, <c>contract.currency-missing</c>, <c>customer.unknown</c>,
/// <c>product.unknown</c>, <c>asset.unknown</c>, 404 <c>contract.not-found</c>, 409 <c>contract.number-taken</c>.
/// </summary>
public static class ContractEndpoints
{
    public static void MapContracts(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/contracts").WithTags("contracts");
        group.MapPost("", CreateAsync).RequireRoles(MasterDataRoles.Commerce);
        group.MapPut("/{id:guid}", UpdateAsync).RequireRoles(MasterDataRoles.Commerce);
        group.MapGet("", ListAsync);
        group.MapGet("/{id:guid}", GetAsync);
        group.MapGet("/entitlement", AskEntitlement.HandleAsync).RequireRoles(Roles.Staff);
    }

    private static Task<IResult> CreateAsync(ContractRequest request, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var row = new ContractRow
            {
                Tenant = caller.Tenant,
                Id = Guid.CreateVersion7(work.Now),
                CustomerId = request.CustomerId,
                Number = "",
                StartsOn = request.StartsOn,
                EndsOn = request.EndsOn,
                ServiceLevel = "",
                ProductIds = [],
                CreatedAt = work.Now,
            };
            await SetAsync(row, request, caller, work, ct);
            return new Reply(StatusCodes.Status201Created, View(row), $"/api/v1/contracts/{row.Id}");
        });

    private static async Task<ContractView> UpdateAsync(Guid id, ContractRequest request, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var rows = await work.Db<IntakeDb>().Contracts
            .FromSql($"SELECT * FROM contracts WHERE tenant = {caller.Tenant} AND id = {id} FOR UPDATE").ToListAsync(ct);
        var row = rows.SingleOrDefault() ?? throw Problems.NotFound("contract.not-found");
        await SetAsync(row, request, caller, work, ct);
        await work.CommitAsync(ct);
        return View(row);
    }

    private static async Task<Page<ContractView>> ListAsync(
        [AsParameters] PageQuery page, Guid? customerId, string? q, Guid[]? id, Caller caller, IntakeDb db, CancellationToken ct)
    {
        var customer = await OwnCustomer.OfAsync(db, caller, ct) ?? customerId;
        var rows = db.Contracts.AsNoTracking().Where(c => c.Tenant == caller.Tenant);
        if (customer is { } one)
            rows = rows.Where(c => c.CustomerId == one);
        if (NamedIds.Read(id) is { } named)
            rows = rows.Where(c => named.Contains(c.Id));
        if (SearchText.Read(q) is { } search)
        {
            rows = rows.Where(c => EF.Functions.ILike(c.Number, search.Pattern, "\\") || EF.Functions.ILike(c.Plan ?? "", search.Pattern, "\\")
                || db.Customers.Any(k => k.Tenant == caller.Tenant && k.Id == c.CustomerId && EF.Functions.ILike(k.Name, search.Pattern, "\\")));
        }

        if (page.After is { } after)
            rows = rows.Where(c => c.Id < after);
        var found = await rows.OrderByDescending(c => c.Id).Take(page.Size + 1).ToListAsync(ct);
        var names = await NamesAsync(db, caller.Tenant, found, ct);
        return Page.Of([.. found.Select(c => View(c, caller.IsStaff, names.GetValueOrDefault(c.CustomerId)))], page.Size, c => c.Id);
    }

    private static async Task<ContractView> GetAsync(Guid id, Caller caller, IntakeDb db, CancellationToken ct)
    {
        var own = await OwnCustomer.OfAsync(db, caller, ct);
        var row = await db.Contracts.AsNoTracking()
            .SingleOrDefaultAsync(c => c.Tenant == caller.Tenant && c.Id == id && (own == null || c.CustomerId == own), ct)
            ?? throw Problems.NotFound("contract.not-found");
        return View(row, caller.IsStaff, (await NamesAsync(db, caller.Tenant, [row], ct)).GetValueOrDefault(row.CustomerId));
    }

    private static async Task<Dictionary<Guid, string>> NamesAsync(IntakeDb db, string tenant, IEnumerable<ContractRow> contracts, CancellationToken ct)
    {
        var customers = contracts.Select(c => c.CustomerId).Distinct().ToArray();
        return await db.Customers.AsNoTracking().Where(c => c.Tenant == tenant && customers.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, ct);
    }

    /// <summary>Sets a contract to what the request says and tells of it: the one way in which contracts change.</summary>
    internal static async Task SetAsync(ContractRow row, ContractRequest request, Caller caller, Work work, CancellationToken ct)
    {
        if (request.EndsOn < request.StartsOn)
            throw Problems.Invalid("contract.ends-before-start");
        if (request.Currency is null && (request.MonthlyFee ?? request.CasePrice) is not null)
            throw Problems.Invalid("contract.currency-missing", "An amount needs its currency.");
        var db = work.Db<IntakeDb>();
        if (!await db.Customers.AnyAsync(c => c.Tenant == caller.Tenant && c.Id == request.CustomerId, ct))
            throw Problems.Invalid("customer.unknown");
        Guid[] products = [.. (request.ProductIds ?? []).Distinct()];
        if (products.Length > 0 && await db.Products.CountAsync(p => p.Tenant == caller.Tenant && products.Contains(p.Id), ct) != products.Length)
            throw Problems.Invalid("product.unknown");
        Guid[] assets = [.. (request.AssetIds ?? []).Distinct()];
        if (assets.Length > 0 && await db.Assets.CountAsync(
            a => a.Tenant == caller.Tenant && a.CustomerId == request.CustomerId && assets.Contains(a.Id), ct) != assets.Length)
        {
            throw Problems.Invalid("asset.unknown");
        }

        row.CustomerId = request.CustomerId;
        row.Number = request.Number.Trim();
        row.StartsOn = request.StartsOn;
        row.EndsOn = request.EndsOn;
        row.ServiceLevel = request.ServiceLevel;
        row.ProductIds = products;
        row.AssetIds = assets;
        row.MonthlyFee = request.MonthlyFee;
        row.Currency = request.Currency;
        row.CasePrice = request.CasePrice;
        row.MonthlyCreditCapPercent = request.MonthlyCreditCapPercent;
        row.Plan = request.Plan.TrimToNull();
        row.Channels = request.Channels is { } channels ? [.. channels.Distinct().Select(EnumText.Of)] : null;
        row.CaseLimit = request.CaseLimit;
        row.VisitLimit = request.VisitLimit;
        row.UpgradesIncluded = request.UpgradesIncluded;
        row.EndOfSupport = request.EndOfSupport;
        if (db.Entry(row).State == EntityState.Detached)
            db.Contracts.Add(row);
        await db.SaveUniqueAsync(Unique.ContractNumber, "contract.number-taken", ct);
        work.Publish(Changed(row, caller.Actor, work.Now));
    }

    /// <summary>A contract's whole state.</summary>
    internal static ContractChanged Changed(ContractRow row, Actor by, DateTimeOffset now) => new()
    {
        Tenant = row.Tenant,
        OccurredAt = now,
        By = by,
        ContractId = row.Id,
        CustomerId = row.CustomerId,
        Number = row.Number,
        StartsOn = row.StartsOn,
        EndsOn = row.EndsOn,
        ServiceLevel = row.ServiceLevel,
        ProductIds = row.ProductIds,
        MonthlyFee = row.MonthlyFee,
        Currency = row.Currency,
        CasePrice = row.CasePrice,
        MonthlyCreditCapPercent = row.MonthlyCreditCapPercent,
        Plan = row.Plan,
        Channels = ChannelsOf(row),
        CaseLimit = row.CaseLimit,
        VisitLimit = row.VisitLimit,
        UpgradesIncluded = row.UpgradesIncluded,
        EndOfSupport = row.EndOfSupport,
    };

    private static List<Channel>? ChannelsOf(ContractRow row) => row.Channels is { } words ? [.. words.Select(EnumText.Read<Channel>)] : null;

    private static ContractView View(ContractRow row, bool withAmounts = true, string? customer = null) =>
        new(row.Id, row.CustomerId, row.Number, row.StartsOn, row.EndsOn, row.ServiceLevel, row.ProductIds)
        {
            CustomerName = customer,
            AssetIds = row.AssetIds,
            MonthlyFee = withAmounts ? row.MonthlyFee : null,
            Currency = withAmounts ? row.Currency : null,
            CasePrice = withAmounts ? row.CasePrice : null,
            MonthlyCreditCapPercent = withAmounts ? row.MonthlyCreditCapPercent : null,
            Plan = row.Plan,
            Channels = ChannelsOf(row),
            CaseLimit = row.CaseLimit,
            VisitLimit = row.VisitLimit,
            UpgradesIncluded = row.UpgradesIncluded,
            EndOfSupport = row.EndOfSupport,
        };
}
