using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ServiceMesh.Browser;

/// <summary>What customers bought, with what Intake refuses of it, from memory.</summary>
internal static class FakeAssets
{
    public static readonly Guid Press = FakeData.Id(940);

    public static void MapAssets(this IEndpointRouteBuilder api)
    {
        var gate = new Lock();
        var assets = new List<Kept>
        {
            new(Press, FakeData.Id(600), FakeData.Id(902), "SN-7781", "Press line 3", "2023", "苏州工厂 2 号车间"),
            new(FakeData.Id(941), FakeData.Id(600), FakeData.Id(904), "SN-9002", null, null, null),
        };
        api.MapGet("/assets", (string? q) => Locked(() => Items(assets.Where(a =>
            q is null || $"{a.SerialNumber} {a.Name} {a.Location} {a.CustomerName}".Contains(q, StringComparison.OrdinalIgnoreCase)))));
        api.MapGet("/assets/{id:guid}", (Guid id) => Locked(() => assets.Find(a => a.Id == id) is { } found ? Results.Json(found) : Refuse("asset.not-found", 404)));
        api.MapPost("/assets", (Kept asset) => Locked(() => Save(Guid.CreateVersion7(), asset)));
        api.MapPut("/assets/{id:guid}", (Guid id, Kept asset) => Locked(() => Save(id, asset)));
        api.MapGet("/tickets", (Guid assetId) => Items(assetId != Press ? [] : new[]
        {
            new { id = FakeData.First, number = "T-20261123-000001", subject = "月结过账时提示 F5 263，财务关账受阻", state = "open", openedAt = TimeProvider.System.GetUtcNow().AddHours(-2) },
            new { id = FakeData.Id(112), number = "T-20261123-000012", subject = "打印服务停止", state = "closed", openedAt = TimeProvider.System.GetUtcNow().AddDays(-40) },
        }));

        IResult Save(Guid id, Kept asset)
        {
            if (assets.Exists(a => a.SerialNumber == asset.SerialNumber && a.Id != id))
                return Refuse("asset.serial-number-taken", 409);
            var at = assets.FindIndex(a => a.Id == id);
            // As the service does: without a location that there is stays, and an empty one takes it away.
            asset = asset with { Id = id, Location = asset.Location is { } place ? (place.Length > 0 ? place : null) : at < 0 ? null : assets[at].Location };
            if (at < 0)
                assets.Insert(0, asset);
            else
                assets[at] = asset;
            return Results.Json(asset);
        }

        IResult Locked(Func<IResult> act)
        {
            lock (gate)
                return act();
        }
    }

    private static IResult Items(IEnumerable<object> items) => Results.Json(new { items = items.ToArray(), next = (string?)null });

    private static IResult Refuse(string code, int status) => Results.Json(new { status, code }, statusCode: status, contentType: "application/problem+json");

    private sealed record Kept(Guid Id, Guid CustomerId, Guid ProductId, string SerialNumber, string? Name, string? Version, string? Location)
    {
        public string CustomerName => CustomerId == FakeData.Id(600) ? "华东重工集团" : "示例客户";

        public string ProductName => ProductId == FakeData.Id(902) ? "SAP S/4HANA 2023" : "CRM Cloud";
    }
}
