using Npgsql;
using ServiceMesh.Insight.Domain.Scorecard;
using ServiceMesh.Insight.Scorecard.Formulas;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Vendors;

/// <summary>The makers and service partners of products, whose scorecards stand side by side.</summary>
public static class VendorEndpoints
{
    private const string Address = "/api/v1/insight/vendors";

    /// <summary>
    /// GET /api/v1/insight/vendors: by name. POST (managers and admins) adds one; PUT .../{id} replaces one (the version that was read, else 409
    /// <c>vendor.changed-meanwhile</c>); 409 <c>vendor.name-taken</c>. GET .../{id}. POST .../{id}/figures (text/csv with the header
    /// <c>dimension,value,source,date</c>) adds figures from elsewhere; 400 names the line. 404 <c>vendor.not-found</c>.
    /// </summary>
    public static void MapVendors(this IEndpointRouteBuilder app)
    {
        var vendors = app.MapGroup(Address);
        vendors.MapGet("/", ListAsync).RequireRoles(Roles.Staff);
        vendors.MapGet("/{id:guid}", ReadAsync).RequireRoles(Roles.Staff);
        vendors.MapPost("/", PostAsync).RequireRoles(Roles.Manager, Roles.Admin);
        vendors.MapPut("/{id:guid}", PutAsync).RequireRoles(Roles.Manager, Roles.Admin);
        vendors.MapPost("/{id:guid}/figures", ImportAsync).RequireRoles(Roles.Manager, Roles.Admin).Accepts<string>("text/csv");
    }

    private static async Task<VendorList> ListAsync(Caller caller, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        return new VendorList([.. (await VendorTable.ReadAsync(connection, caller.Tenant, null, ct)).Select(VendorAnswer.Of)]);
    }

    private static async Task<VendorAnswer> ReadAsync(Guid id, Caller caller, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        return VendorAnswer.Of(await FindAsync(connection, caller, id, ct));
    }

    private static Task<IResult> PostAsync(VendorRequest request, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var vendor = new Vendor(Guid.CreateVersion7(work.Now), request.Name.Trim(), 1, work.Now, request.Document(work.Now));
            await VendorTable.SaveAsync(work.Connection, work.Transaction, caller.Tenant, vendor, ct);
            return new Reply(201, VendorAnswer.Of(vendor), $"{Address}/{vendor.Id}");
        });

    private static async Task<VendorAnswer> PutAsync(Guid id, VendorRequest request, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var known = await FindAsync(work.Connection, caller, id, ct);
        if (request.Version is not { } version) throw Problems.InvalidField("version", "The version that was read is wanted.");
        var vendor = known with { Name = request.Name.Trim(), Version = version + 1, ChangedAt = work.Now, Document = request.Document(work.Now) };
        await VendorTable.SaveAsync(work.Connection, work.Transaction, caller.Tenant, vendor, ct);
        await work.CommitAsync(ct);
        return VendorAnswer.Of(vendor);
    }

    private static async Task<VendorAnswer> ImportAsync(Guid id, Caller caller, HttpRequest http, IWorkFactory works, CancellationToken ct)
    {
        if (http.ContentLength > FigureImport.MostBytes) throw new ProblemException(413, "request.too-large", "The file is too large.", $"At most {FigureImport.MostBytes} bytes.");
        using var text = new StreamReader(http.Body);
        var figures = FigureImport.Read(await text.ReadToEndAsync(ct));
        await using var work = await works.BeginAsync(ct);
        var known = await FindAsync(work.Connection, caller, id, ct);
        // The same figure of the same day and source takes the place of the one before: an import may be repeated.
        var kept = known.Document.Figures.Where(f => !figures.Any(n => (n.Dimension, n.Source, n.On) == (f.Dimension, f.Source, f.On)));
        var document = known.Document with { Figures = [.. kept, .. figures] };
        FieldErrors.Refuse(VendorRules.Errors(known.Name, document, work.Now));
        var vendor = known with { Version = known.Version + 1, ChangedAt = work.Now, Document = document };
        await VendorTable.SaveAsync(work.Connection, work.Transaction, caller.Tenant, vendor, ct);
        await work.CommitAsync(ct);
        return VendorAnswer.Of(vendor);
    }

    private static async Task<Vendor> FindAsync(NpgsqlConnection connection, Caller caller, Guid id, CancellationToken ct) =>
        (await VendorTable.ReadAsync(connection, caller.Tenant, [id], ct)).SingleOrDefault() ?? throw Problems.NotFound("vendor.not-found");
}

/// <summary>A vendor to store.</summary>
/// <param name="Name">1 to 200 characters, of its own.</param>
/// <param name="Products">What it makes or serves.</param>
/// <param name="Figures">Figures from elsewhere, each with source and day.</param>
/// <param name="Version">When replacing one: the version that was read.</param>
public sealed record VendorRequest(
    string Name, IReadOnlyList<VendorProduct>? Products = null, IReadOnlyList<VendorFigure>? Figures = null, IReadOnlyList<VendorCase>? Cases = null,
    IReadOnlyList<VendorCertification>? Certifications = null, int? Version = null)
{
    internal VendorDocument Document(DateTimeOffset now)
    {
        var document = new VendorDocument(Products ?? [], Figures ?? [], Cases ?? [], Certifications ?? []);
        FieldErrors.Refuse(VendorRules.Errors(Name, document, now));
        return document;
    }
}

public sealed record VendorList(IReadOnlyList<VendorAnswer> Items, string? Next = null);

/// <summary>A vendor. What it says of other places is marked by source and day.</summary>
public sealed record VendorAnswer(
    Guid Id, string Name, int Version, DateTimeOffset ChangedAt, IReadOnlyList<VendorProduct> Products, IReadOnlyList<VendorFigure> Figures, IReadOnlyList<VendorCase> Cases,
    IReadOnlyList<VendorCertification> Certifications)
{
    internal static VendorAnswer Of(Vendor v) => new(v.Id, v.Name, v.Version, v.ChangedAt, v.Document.Products, v.Document.Figures, v.Document.Cases, v.Document.Certifications);
}

/// <summary>What a vendor must be.</summary>
public static class VendorRules
{
    private const int Most = 500;

    /// <summary>What is wrong with it: field and message.</summary>
    public static IReadOnlyList<(string Field, string Message)> Errors(string name, VendorDocument vendor, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(vendor);
        var errors = new List<(string, string)>();
        // Some zone is a day ahead of UTC.
        var tomorrow = DateOnly.FromDateTime(now.UtcDateTime).AddDays(1);
        Text("name", name, 200);
        foreach (var (field, count) in new[] { ("products", vendor.Products.Count), ("figures", vendor.Figures.Count), ("cases", vendor.Cases.Count), ("certifications", vendor.Certifications.Count) })
        {
            if (count > Most) errors.Add((field, $"At most {Most}."));
        }

        foreach (var (p, i) in vendor.Products.Select((p, i) => (p, i)))
        {
            if (p.ProductId == Guid.Empty) errors.Add(($"products[{i}].productId", "An id is wanted."));
            if (vendor.Products.Take(i).Contains(p)) errors.Add(($"products[{i}].productId", "Named twice in the same role."));
        }

        foreach (var (f, i) in vendor.Figures.Select((f, i) => (f, i)))
        {
            if (Dimensions.Find(f.Dimension) is not { } dimension) errors.Add(($"figures[{i}].dimension", $"No dimension is called {f.Dimension}."));
            else if (Outside(dimension, f.Value)) errors.Add(($"figures[{i}].value", $"The value lies outside of what {dimension.Unit} can be."));
            Source($"figures[{i}]", f.Source, f.On);
        }

        foreach (var (c, i) in vendor.Cases.Select((c, i) => (c, i)))
        {
            Text($"cases[{i}].title", c.Title, 300);
            if (c.Text is { Length: > 4_000 }) errors.Add(($"cases[{i}].text", "At most 4000 characters."));
            Source($"cases[{i}]", c.Source, c.On);
        }

        foreach (var (c, i) in vendor.Certifications.Select((c, i) => (c, i)))
        {
            Text($"certifications[{i}].name", c.Name, 200);
            if (c.Issuer is { Length: > 200 }) errors.Add(($"certifications[{i}].issuer", "At most 200 characters."));
            Source($"certifications[{i}]", c.Source, c.On);
        }

        return errors;

        void Text(string field, string? text, int most)
        {
            if (string.IsNullOrWhiteSpace(text) || text.Length > most) errors.Add((field, $"1 to {most} characters are wanted."));
        }

        void Source(string field, string? source, DateOnly on)
        {
            Text($"{field}.source", source, 500);
            if (on > tomorrow || on.Year < 1990) errors.Add(($"{field}.on", "A day from 1990 to today is wanted."));
        }
    }

    private static bool Outside(Dimension dimension, decimal value) => dimension.Unit switch
    {
        "percent" => value is < 0 or > 100,
        "stars" => value is < 1 or > 5,
        _ => value is < 0 or > 1_000_000,
    };
}
