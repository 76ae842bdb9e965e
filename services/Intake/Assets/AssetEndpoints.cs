using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Assets;

/// <summary>A thing that a customer bought. Serial number up to 100 characters, unique in the tenant; name up to 200; the version installed up to 100.</summary>
/// <param name="Location">Where it stands, up to 200 characters; left out, it stays as it is; empty, it is not known any more.</param>
public sealed record AssetRequest(
    Guid CustomerId,
    Guid ProductId,
    [property: Required, PlainText(100)] string SerialNumber,
    [property: PlainText(200)] string? Name = null,
    [property: PlainText(100)] string? Version = null,
    [property: PlainText(200)] string? Location = null);

/// <summary>An asset as the API shows it.</summary>
public sealed record AssetView(Guid Id, Guid CustomerId, Guid ProductId, string SerialNumber, string? Name, string? Version)
{
    /// <summary>Where it stands; null where nobody said.</summary>
    public string? Location { get; init; }

    /// <summary>Whose it is, by name, and what it is: where assets are read.</summary>
    public string? CustomerName { get; init; }

    /// <inheritdoc cref="CustomerName"/>
    public string? ProductName { get; init; }
}

/// <summary>
/// <c>/api/v1/assets</c>, searched by <c>q</c> in serial number, name, location and customer's name: 400 <c>customer.unknown</c>, <c>product.unknown</c>, 404 <c>asset.not-found</c>, 409 <c>asset.serial-number-taken</c>.
/// </summary>
public static class AssetEndpoints
{
    public static void MapAssets(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/assets").WithTags("assets");
        group.MapPost("", CreateAsync).RequireRoles(MasterDataRoles.Customers);
        group.MapPut("/{id:guid}", UpdateAsync).RequireRoles(MasterDataRoles.Customers);
        group.MapGet("", ListAsync);
        group.MapGet("/{id:guid}", GetAsync);
    }

    private static Task<IResult> CreateAsync(AssetRequest request, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var row = new AssetRow
            {
                Tenant = caller.Tenant,
                Id = Guid.CreateVersion7(work.Now),
                CustomerId = request.CustomerId,
                ProductId = request.ProductId,
                SerialNumber = "",
                CreatedAt = work.Now,
            };
            await SetAsync(row, request, caller, work, ct);
            return new Reply(StatusCodes.Status201Created, View(row), $"/api/v1/assets/{row.Id}");
        });

    private static async Task<AssetView> UpdateAsync(Guid id, AssetRequest request, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var rows = await work.Db<IntakeDb>().Assets
            .FromSql($"SELECT * FROM assets WHERE tenant = {caller.Tenant} AND id = {id} FOR UPDATE").ToListAsync(ct);
        var row = rows.SingleOrDefault() ?? throw Problems.NotFound("asset.not-found");
        await SetAsync(row, request, caller, work, ct);
        await work.CommitAsync(ct);
        return View(row);
    }

    private static async Task<Page<AssetView>> ListAsync(
        [AsParameters] PageQuery page, Guid? customerId, string? q, Caller caller, IntakeDb db, CancellationToken ct)
    {
        var customer = await OwnCustomer.OfAsync(db, caller, ct) ?? customerId;
        var rows = db.Assets.AsNoTracking().Where(a => a.Tenant == caller.Tenant);
        if (customer is { } one)
            rows = rows.Where(a => a.CustomerId == one);
        if (SearchText.Read(q) is { } search)
        {
            rows = rows.Where(a => EF.Functions.ILike(a.SerialNumber, search.Pattern, "\\") || EF.Functions.ILike(a.Name ?? "", search.Pattern, "\\")
                || EF.Functions.ILike(a.Location ?? "", search.Pattern, "\\")
                || db.Customers.Any(c => c.Tenant == caller.Tenant && c.Id == a.CustomerId && EF.Functions.ILike(c.Name, search.Pattern, "\\")));
        }

        if (page.After is { } after)
            rows = rows.Where(a => a.Id < after);
        return Page.Of(await NamedAsync(db, rows.OrderByDescending(a => a.Id).Take(page.Size + 1), ct), page.Size, a => a.Id);
    }

    private static async Task<AssetView> GetAsync(Guid id, Caller caller, IntakeDb db, CancellationToken ct)
    {
        var own = await OwnCustomer.OfAsync(db, caller, ct);
        var found = await NamedAsync(
            db, db.Assets.AsNoTracking().Where(a => a.Tenant == caller.Tenant && a.Id == id && (own == null || a.CustomerId == own)), ct);
        return found.SingleOrDefault() ?? throw Problems.NotFound("asset.not-found");
    }

    private static Task<List<AssetView>> NamedAsync(IntakeDb db, IQueryable<AssetRow> rows, CancellationToken ct) => (
        from a in rows
        join customer in db.Customers on new { a.Tenant, Id = a.CustomerId } equals new { customer.Tenant, customer.Id }
        join product in db.Products on new { a.Tenant, Id = a.ProductId } equals new { product.Tenant, product.Id }
        orderby a.Id descending
        select new AssetView(a.Id, a.CustomerId, a.ProductId, a.SerialNumber, a.Name, a.Version)
        {
            Location = a.Location,
            CustomerName = customer.Name,
            ProductName = product.Name,
        }).ToListAsync(ct);

    internal static async Task SetAsync(AssetRow row, AssetRequest request, Caller caller, Work work, CancellationToken ct)
    {
        var db = work.Db<IntakeDb>();
        if (!await db.Customers.AnyAsync(c => c.Tenant == caller.Tenant && c.Id == request.CustomerId, ct))
            throw Problems.Invalid("customer.unknown");
        if (!await db.Products.AnyAsync(p => p.Tenant == caller.Tenant && p.Id == request.ProductId, ct))
            throw Problems.Invalid("product.unknown");
        row.CustomerId = request.CustomerId;
        row.ProductId = request.ProductId;
        row.SerialNumber = request.SerialNumber.Trim();
        row.Name = request.Name.TrimToNull();
        row.Version = request.Version.TrimToNull();
        if (request.Location is { } location)
            row.Location = location.TrimToNull();
        if (db.Entry(row).State == EntityState.Detached)
            db.Assets.Add(row);
        await db.SaveUniqueAsync(Unique.AssetSerialNumber, "asset.serial-number-taken", ct);
        work.Publish(new AssetChanged
        {
            Tenant = row.Tenant,
            OccurredAt = work.Now,
            By = caller.Actor,
            AssetId = row.Id,
            CustomerId = row.CustomerId,
            ProductId = row.ProductId,
            SerialNumber = row.SerialNumber,
            Name = row.Name,
            Version = row.Version,
        });
    }

    private static AssetView View(AssetRow row) => new(row.Id, row.CustomerId, row.ProductId, row.SerialNumber, row.Name, row.Version) { Location = row.Location };
}
