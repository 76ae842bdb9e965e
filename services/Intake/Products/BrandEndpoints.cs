using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Products;

/// <summary>What customers call a brand, in Chinese and in English (and every other language): 1 to 100 characters each.</summary>
public sealed record BrandRequest([property: Required, PlainText(100)] string NameZh, [property: Required, PlainText(100)] string NameEn);

/// <summary>A brand as the API shows it.</summary>
public sealed record BrandView(string Code, string NameZh, string NameEn);

/// <summary>A tenant's brands by code, all of them: <c>next</c> is always null.</summary>
public sealed record BrandList(IReadOnlyList<BrandView> Items, string? Next = null);

/// <summary>
/// <c>/api/v1/products/brands</c>: the names under which the tenant sells, besides its own. PUT creates or renames one, or takes a retired one up
/// again; its code never changes, because wordings and questionnaires name it. DELETE retires it: its products are sold under the tenant's own name. 400 for bad values,
/// 404 <c>brand.not-found</c>, 409 <c>brand.too-many</c> for more than 200 in use.
/// </summary>
public static partial class BrandEndpoints
{
    private const int Most = 200;

    public static void MapBrands(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/products/brands").WithTags("products");
        group.MapGet("", ListAsync);
        group.MapPut("/{code}", SaveAsync).RequireRoles(MasterDataRoles.Commerce);
        group.MapDelete("/{code}", RetireAsync).RequireRoles(MasterDataRoles.Commerce);
    }

    /// <summary>The code, when the tenant has that brand in use; 400 <c>brand.unknown</c> otherwise.</summary>
    internal static async Task<string> KnownAsync(IntakeDb db, string tenant, string code, CancellationToken ct) =>
        await db.Brands.AnyAsync(b => b.Tenant == tenant && b.Code == code && b.RetiredAt == null, ct) ? code : throw new ProblemException(
            StatusCodes.Status400BadRequest, "brand.unknown", "There is no such brand.")
        {
            Errors = new Dictionary<string, string[]> { ["brand"] = ["There is no such brand."] },
        };

    /// <summary>What the customer of a ticket about this product calls us; null: by the tenant's own name.</summary>
    internal static async Task<string?> NameAsync(IntakeDb db, string tenant, Guid? product, string language, CancellationToken ct)
    {
        if (product is not { } id)
            return null;
        var brand = await db.Products.AsNoTracking().Where(p => p.Tenant == tenant && p.Id == id)
            .Join(db.Brands.Where(b => b.RetiredAt == null), p => new { p.Tenant, Code = p.Brand! }, b => new { b.Tenant, b.Code }, (p, b) => new { b.NameZh, b.NameEn }).SingleOrDefaultAsync(ct);
        return language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? brand?.NameZh : brand?.NameEn;
    }

    private static async Task<BrandList> ListAsync(Caller caller, IntakeDb db, CancellationToken ct) => new(
        await db.Brands.AsNoTracking().Where(b => b.Tenant == caller.Tenant && b.RetiredAt == null).OrderBy(b => b.Code).Select(b => new BrandView(b.Code, b.NameZh, b.NameEn)).ToListAsync(ct));

    private static async Task<BrandView> SaveAsync(string code, BrandRequest request, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        if (!Code().IsMatch(code))
            throw Problems.InvalidField("code", "1 to 40 lower-case letters, digits and hyphens, a letter or digit first.");
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<IntakeDb>();
        var (zh, en) = (request.NameZh.Trim(), request.NameEn.Trim());
        // Whoever saves the same brand waits here, so that the last one told is the last one stored.
        var ids = await db.Database.SqlQuery<Guid>(
            $"""
            INSERT INTO brands (tenant, code, id, name_zh, name_en) VALUES ({caller.Tenant}, {code}, {Guid.CreateVersion7(work.Now)}, {zh}, {en})
            ON CONFLICT (tenant, code) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en, retired_at = NULL RETURNING id AS "Value"
            """).ToListAsync(ct);
        if (await db.Brands.CountAsync(b => b.Tenant == caller.Tenant && b.RetiredAt == null, ct) > Most)
            throw Problems.Conflict("brand.too-many", $"There may be {Most} brands.");
        work.Publish(new BrandChanged { Tenant = caller.Tenant, OccurredAt = work.Now, By = caller.Actor, BrandId = ids[0], Code = code, NameZh = zh, NameEn = en });
        await work.CommitAsync(ct);
        return new BrandView(code, zh, en);
    }

    /// <summary>204. Each of its products is told anew, so that whoever keeps a copy hears the same. Who takes the brand up again chooses its products again.</summary>
    private static async Task<IResult> RetireAsync(string code, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<IntakeDb>();
        var rows = await db.Brands.FromSql($"SELECT * FROM brands WHERE tenant = {caller.Tenant} AND code = {code} AND retired_at IS NULL FOR UPDATE").ToListAsync(ct);
        var brand = rows.SingleOrDefault() ?? throw Problems.NotFound("brand.not-found");
        brand.RetiredAt = work.Now;
        work.Publish(new BrandChanged
        {
            Tenant = caller.Tenant, OccurredAt = work.Now, By = caller.Actor, BrandId = brand.Id, Code = code, NameZh = brand.NameZh, NameEn = brand.NameEn, Retired = true,
        });
        foreach (var product in await db.Products.FromSql($"SELECT * FROM products WHERE tenant = {caller.Tenant} AND brand = {code} ORDER BY id FOR UPDATE").ToListAsync(ct))
        {
            product.Brand = null;
            work.Publish(ProductEndpoints.Told(product, caller, work.Now));
        }
        await work.CommitAsync(ct);
        return Results.NoContent();
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
