using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Customers;

/// <summary>A customer's organisation. Name up to 200 characters, region up to 100.</summary>
public sealed record CustomerRequest(
    [property: Required, PlainText(200)] string Name,
    [property: PlainText(100)] string? Region = null);

/// <summary>A customer as the API shows it.</summary>
public sealed record CustomerView(Guid Id, string Name, string? Region);

/// <summary><c>/api/v1/customers</c>, searched by <c>q</c> in the name: 400 for bad values, 404 <c>customer.not-found</c>.</summary>
public static class CustomerEndpoints
{
    public static void MapCustomers(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/customers").WithTags("customers");
        group.MapPost("", CreateAsync).RequireRoles(MasterDataRoles.Customers);
        group.MapPut("/{id:guid}", UpdateAsync).RequireRoles(MasterDataRoles.Customers);
        group.MapGet("", ListAsync);
        group.MapGet("/{id:guid}", GetAsync);
    }

    private static Task<IResult> CreateAsync(CustomerRequest request, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
        idempotent.RunAsync(http, caller, (work, _) =>
        {
            var row = new CustomerRow { Tenant = caller.Tenant, Id = Guid.CreateVersion7(work.Now), Name = "", CreatedAt = work.Now };
            work.Db<IntakeDb>().Customers.Add(row);
            Set(row, request, caller, work);
            return Task.FromResult(new Reply(StatusCodes.Status201Created, View(row), $"/api/v1/customers/{row.Id}"));
        });

    private static async Task<CustomerView> UpdateAsync(Guid id, CustomerRequest request, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var rows = await work.Db<IntakeDb>().Customers
            .FromSql($"SELECT * FROM customers WHERE tenant = {caller.Tenant} AND id = {id} FOR UPDATE").ToListAsync(ct);
        var row = rows.SingleOrDefault() ?? throw Problems.NotFound("customer.not-found");
        Set(row, request, caller, work);
        await work.CommitAsync(ct);
        return View(row);
    }

    private static async Task<Page<CustomerView>> ListAsync(
        [AsParameters] PageQuery page, string? q, Caller caller, IntakeDb db, CancellationToken ct)
    {
        var own = await OwnCustomer.OfAsync(db, caller, ct);
        var rows = db.Customers.AsNoTracking().Where(c => c.Tenant == caller.Tenant && (own == null || c.Id == own));
        if (SearchText.Read(q) is { } search)
            rows = rows.Where(c => EF.Functions.ILike(c.Name, search.Pattern, "\\"));
        if (page.After is { } after)
            rows = rows.Where(c => c.Id < after);
        var found = await rows.OrderByDescending(c => c.Id).Take(page.Size + 1).Select(c => new CustomerView(c.Id, c.Name, c.Region)).ToListAsync(ct);
        return Page.Of(found, page.Size, c => c.Id);
    }

    private static async Task<CustomerView> GetAsync(Guid id, Caller caller, IntakeDb db, CancellationToken ct)
    {
        var own = await OwnCustomer.OfAsync(db, caller, ct);
        var row = await db.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Tenant == caller.Tenant && c.Id == id && (own == null || c.Id == own), ct);
        return View(row ?? throw Problems.NotFound("customer.not-found"));
    }

    internal static void Set(CustomerRow row, CustomerRequest request, Caller caller, Work work)
    {
        row.Name = request.Name.Trim();
        row.Region = request.Region.TrimToNull();
        work.Publish(new CustomerChanged
        {
            Tenant = row.Tenant,
            OccurredAt = work.Now,
            By = caller.Actor,
            CustomerId = row.Id,
            Name = row.Name,
            Region = row.Region,
        });
    }

    private static CustomerView View(CustomerRow row) => new(row.Id, row.Name, row.Region);
}
