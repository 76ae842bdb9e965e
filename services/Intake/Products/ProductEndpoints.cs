using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Products;

/// <summary>
/// A product that is served. Code up to 64 characters, unique in the tenant; name up to 200. Up to 200 modules, each a name of its own of 1 to 100
/// characters, and up to 200 versions, each with a name of its own of 1 to 100 characters; without them those there are stay.
/// </summary>
/// <param name="Brand">The code of the brand it is sold under; left out, it stays as it is; empty, it is sold under the tenant's own name.</param>
public sealed record ProductRequest(
    [property: Required, PlainText(64)] string Code,
    [property: Required, PlainText(200)] string Name,
    IReadOnlyList<string>? Modules = null,
    [property: StringLength(40)] string? Brand = null,
    IReadOnlyList<ProductVersion>? Versions = null);

/// <summary>A product as the API shows it.</summary>
/// <param name="Brand">The code of its brand; null when it is sold under the tenant's own name.</param>
public sealed record ProductView(Guid Id, string Code, string Name, IReadOnlyList<string> Modules, string? Brand = null)
{
    /// <summary>Versions of it, with the end of their support; empty where nobody said.</summary>
    public IReadOnlyList<ProductVersion> Versions { get; init; } = [];
}

/// <summary><c>/api/v1/products</c>, searched by <c>q</c> in name and code, or named by <c>id</c> (repeated): 400 for bad values, 400 <c>brand.unknown</c>, 404 <c>product.not-found</c>, 409 <c>product.code-taken</c>.</summary>
public static class ProductEndpoints
{
    public static void MapProducts(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/products").WithTags("products");
        group.MapPost("", CreateAsync).RequireRoles(MasterDataRoles.Commerce);
        group.MapPut("/{id:guid}", UpdateAsync).RequireRoles(MasterDataRoles.Commerce);
        group.MapGet("", ListAsync);
        group.MapGet("/{id:guid}", GetAsync);
    }

    private static Task<IResult> CreateAsync(ProductRequest request, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var row = new ProductRow { Tenant = caller.Tenant, Id = Guid.CreateVersion7(work.Now), Code = "", Name = "", CreatedAt = work.Now };
            work.Db<IntakeDb>().Products.Add(row);
            await SetAsync(row, request, caller, work, ct);
            return new Reply(StatusCodes.Status201Created, View(row), $"/api/v1/products/{row.Id}");
        });

    private static async Task<ProductView> UpdateAsync(Guid id, ProductRequest request, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var rows = await work.Db<IntakeDb>().Products
            .FromSql($"SELECT * FROM products WHERE tenant = {caller.Tenant} AND id = {id} FOR UPDATE").ToListAsync(ct);
        var row = rows.SingleOrDefault() ?? throw Problems.NotFound("product.not-found");
        await SetAsync(row, request, caller, work, ct);
        await work.CommitAsync(ct);
        return View(row);
    }

    private static async Task<Page<ProductView>> ListAsync(
        [AsParameters] PageQuery page, string? q, Guid[]? id, Caller caller, IntakeDb db, CancellationToken ct)
    {
        var rows = db.Products.AsNoTracking().Where(p => p.Tenant == caller.Tenant);
        if (NamedIds.Read(id) is { } named)
            rows = rows.Where(p => named.Contains(p.Id));
        if (SearchText.Read(q) is { } search)
            rows = rows.Where(p => EF.Functions.ILike(p.Name, search.Pattern, "\\") || EF.Functions.ILike(p.Code, search.Pattern, "\\"));
        if (page.After is { } after)
            rows = rows.Where(p => p.Id < after);
        var found = await rows.OrderByDescending(p => p.Id).Take(page.Size + 1).ToListAsync(ct);
        return Page.Of(found.ConvertAll(View), page.Size, p => p.Id);
    }

    private static async Task<ProductView> GetAsync(Guid id, Caller caller, IntakeDb db, CancellationToken ct)
    {
        var row = await db.Products.AsNoTracking().SingleOrDefaultAsync(p => p.Tenant == caller.Tenant && p.Id == id, ct);
        return View(row ?? throw Problems.NotFound("product.not-found"));
    }

    internal static async Task SetAsync(ProductRow row, ProductRequest request, Caller caller, Work work, CancellationToken ct)
    {
        if (request.Modules is { } modules)
            row.Modules = ModuleNames.Read(modules) ?? throw Problems.InvalidField("modules", "Up to 200 modules, each with a name of its own of 1 to 100 characters.");
        if (request.Brand is { } brand)
            row.Brand = brand.TrimToNull() is { } code ? await BrandEndpoints.KnownAsync(work.Db<IntakeDb>(), caller.Tenant, code, ct) : null;
        if (request.Versions is { } versions)
            row.Versions = ProductVersion.Write(versions) ?? throw Problems.InvalidField("versions", "Up to 200 versions, each with a name of its own of 1 to 100 characters.");
        row.Code = request.Code.Trim();
        row.Name = request.Name.Trim();
        await work.Db<IntakeDb>().SaveUniqueAsync(Unique.ProductCode, "product.code-taken", ct);
        work.Publish(Told(row, caller, work.Now));
    }

    /// <summary>The product's whole state, as the others are told it.</summary>
    internal static ProductChanged Told(ProductRow row, Caller caller, DateTimeOffset now) => new()
    {
        Tenant = row.Tenant,
        OccurredAt = now,
        By = caller.Actor,
        ProductId = row.Id,
        Code = row.Code,
        Name = row.Name,
        Modules = row.Modules ?? [],
        Brand = row.Brand,
    };

    private static ProductView View(ProductRow row) => new(row.Id, row.Code, row.Name, row.Modules ?? [], row.Brand) { Versions = ProductVersion.Read(row.Versions) };
}
