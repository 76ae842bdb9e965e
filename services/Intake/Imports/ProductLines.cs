using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Products;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Imports;

/// <summary>
/// Products, recognised by code. Modules are names, versions names with the last day of their support behind an equals sign where one is known. An empty cell leaves what
/// there is.
/// </summary>
internal sealed class ProductLines : IImportLines
{
    public IReadOnlyList<string> Columns { get; } = ["code", "name", "modules", "versions", "brand"];
    public IReadOnlyList<string> Required { get; } = ["code", "name"];

    public async Task<bool> TakeAsync(ImportLine line, Dictionary<string, int> keys, Caller caller, Work work, CancellationToken ct)
    {
        var db = work.Db<IntakeDb>();
        var request = ImportLine.Checked(new ProductRequest(line.Needed("code"), line.Needed("name"), Modules(line), line.Text("brand"), Versions(line)));
        line.Once(keys, "code", request.Code);
        if (request.Brand is { } brand && !await db.Brands.AnyAsync(b => b.Tenant == caller.Tenant && b.Code == brand, ct))
            throw new ImportFault(ImportWords.Unknown, "brand");
        var known = await db.Products.SingleOrDefaultAsync(p => p.Tenant == caller.Tenant && p.Code == request.Code, ct);
        var row = known ?? db.Products.Add(new ProductRow { Tenant = caller.Tenant, Id = Guid.CreateVersion7(work.Now), Code = "", Name = "", CreatedAt = work.Now }).Entity;
        await ProductEndpoints.SetAsync(row, request, caller, work, ct);
        return known is null;
    }

    private static string[]? Modules(ImportLine line) => line.List("modules") is not { Count: > 0 } names ? null
        : ModuleNames.Read(names) ?? throw new ImportFault(ImportWords.Names, "modules", $"{ModuleNames.Most}");

    private static ProductVersion[]? Versions(ImportLine line)
    {
        if (line.List("versions") is not { Count: > 0 } texts)
            return null;
        ProductVersion[] versions = [.. texts.Select(Version)];
        return ProductVersion.Write(versions) is null ? throw new ImportFault(ImportWords.Names, "versions", $"{ProductVersion.Most}") : versions;
    }

    private static ProductVersion Version(string text) => text.LastIndexOf('=') is >= 0 and var at
        ? new ProductVersion(text[..at].Trim(), ImportLine.ReadDay(text[(at + 1)..].Trim(), "versions"))
        : new ProductVersion(text);
}
