using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.ServiceContracts;

/// <summary>
/// A service contract. Number up to 64 characters, unique in the tenant; both days are covered, in the tenant's zone; service level
/// up to 64 lower-case letters, digits and hyphens; no product ids (at most 200) means every product.
/// </summary>
public sealed record ContractRequest(
    Guid CustomerId,
    [property: Required, PlainText(64)] string Number,
    DateOnly StartsOn,
    DateOnly EndsOn,
    [property: Required, RegularExpression("^[a-z0-9][a-z0-9-]{0,63}$")] string ServiceLevel,
    [property: MaxLength(200)] IReadOnlyList<Guid>? ProductIds = null);

/// <summary>A contract as the API shows it.</summary>
public sealed record ContractView(
    Guid Id, Guid CustomerId, string Number, DateOnly StartsOn, DateOnly EndsOn, string ServiceLevel, IReadOnlyList<Guid> ProductIds);

/// <summary>
/// <c>/api/v1/contracts</c>: 400 <c>contract.ends-before-start</c>, <c>customer.unknown</c>, <c>product.unknown</c>, 404
/// <c>contract.not-found</c>, 409 <c>contract.number-taken</c>.
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
        [AsParameters] PageQuery page, Guid? customerId, Caller caller, IntakeDb db, CancellationToken ct)
    {
        var customer = await OwnCustomer.OfAsync(db, caller, ct) ?? customerId;
        var rows = db.Contracts.AsNoTracking().Where(c => c.Tenant == caller.Tenant);
        if (customer is { } one)
            rows = rows.Where(c => c.CustomerId == one);
        if (page.After is { } after)
            rows = rows.Where(c => c.Id < after);
        var found = await rows.OrderByDescending(c => c.Id).Take(page.Size + 1)
            .Select(c => new ContractView(c.Id, c.CustomerId, c.Number, c.StartsOn, c.EndsOn, c.ServiceLevel, c.ProductIds)).ToListAsync(ct);
        return Page.Of(found, page.Size, c => c.Id);
    }

    private static async Task<ContractView> GetAsync(Guid id, Caller caller, IntakeDb db, CancellationToken ct)
    {
        var own = await OwnCustomer.OfAsync(db, caller, ct);
        var row = await db.Contracts.AsNoTracking()
            .SingleOrDefaultAsync(c => c.Tenant == caller.Tenant && c.Id == id && (own == null || c.CustomerId == own), ct);
        return View(row ?? throw Problems.NotFound("contract.not-found"));
    }

    private static async Task SetAsync(ContractRow row, ContractRequest request, Caller caller, Work work, CancellationToken ct)
    {
        if (request.EndsOn < request.StartsOn)
            throw Problems.Invalid("contract.ends-before-start");
        var db = work.Db<IntakeDb>();
        if (!await db.Customers.AnyAsync(c => c.Tenant == caller.Tenant && c.Id == request.CustomerId, ct))
            throw Problems.Invalid("customer.unknown");
        Guid[] products = [.. (request.ProductIds ?? []).Distinct()];
        if (products.Length > 0 && await db.Products.CountAsync(p => p.Tenant == caller.Tenant && products.Contains(p.Id), ct) != products.Length)
            throw Problems.Invalid("product.unknown");
        row.CustomerId = request.CustomerId;
        row.Number = request.Number.Trim();
        row.StartsOn = request.StartsOn;
        row.EndsOn = request.EndsOn;
        row.ServiceLevel = request.ServiceLevel;
        row.ProductIds = products;
        if (db.Entry(row).State == EntityState.Detached)
            db.Contracts.Add(row);
        await db.SaveUniqueAsync(Unique.ContractNumber, "contract.number-taken", ct);
        work.Publish(new ContractChanged
        {
            Tenant = row.Tenant,
            OccurredAt = work.Now,
            By = caller.Actor,
            ContractId = row.Id,
            CustomerId = row.CustomerId,
            Number = row.Number,
            StartsOn = row.StartsOn,
            EndsOn = row.EndsOn,
            ServiceLevel = row.ServiceLevel,
            ProductIds = row.ProductIds,
        });
    }

    private static ContractView View(ContractRow row) =>
        new(row.Id, row.CustomerId, row.Number, row.StartsOn, row.EndsOn, row.ServiceLevel, row.ProductIds);
}
