using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ServiceMesh.Browser;

/// <summary>Products with their modules, and what platforms take as an answer, from memory.</summary>
internal sealed class FakeProducts
{
    private readonly Lock _lock = new();
    private readonly List<Kept> _products = [new(FakeData.Id(902), "S4", "SAP S/4HANA 2023", ["FI 财务", "MM 物料"], [new("2021", new DateOnly(2026, 12, 31)), new("2023", null)]), new(FakeData.Id(904), "CRM", "CRM Cloud", [], [])];

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/products", (string? q) => Read(() => Results.Json(new
        {
            items = _products.Where(p => q is null || p.Name.Contains(q, StringComparison.OrdinalIgnoreCase) || p.Code.Contains(q, StringComparison.OrdinalIgnoreCase)).ToArray(), next = (string?)null,
        })));
        api.MapGet("/products/{id:guid}", (Guid id) => Read(() => Results.Json(_products.Find(p => p.Id == id))));
        api.MapPost("/products", (Given given) => Read(() => Save(Guid.NewGuid(), given)));
        api.MapPut("/products/{id:guid}", (Guid id, Given given) => Read(() => Save(id, given)));
    }

    /// <summary>One ticket of WeChat whose reply time runs, and one of DingTalk whose is over.</summary>
    public static object? Terms(FakeTicket ticket)
    {
        var now = TimeProvider.System.GetUtcNow();
        return ticket.Id == FakeData.Id(103) ? new { kind = "wechat", possible = true, longestText = 20_000, longestPart = (int?)2_048, inBytes = true, lastCustomerAt = now.AddHours(-6), until = (DateTimeOffset?)now.AddHours(42) }
            : ticket.Id == FakeData.Id(110) ? new { kind = "dingtalk", possible = true, longestText = 20_000, longestPart = (int?)18_000, inBytes = true, lastCustomerAt = now.AddHours(-6), until = (DateTimeOffset?)now.AddHours(-4) }
            : null;
    }

    private IResult Save(Guid id, Given given)
    {
        if (_products.Exists(p => p.Code == given.Code && p.Id != id))
            return Results.Json(new { title = "x", status = 409, code = "product.code-taken" }, statusCode: 409, contentType: "application/problem+json");
        // As the service does: without modules those there are stay.
        var saved = new Kept(id, given.Code, given.Name, given.Modules ?? _products.Find(p => p.Id == id)?.Modules ?? [],
            given.Versions ?? _products.Find(p => p.Id == id)?.Versions ?? []);
        _products.RemoveAll(p => p.Id == id);
        _products.Add(saved);
        return Results.Json(saved);
    }

    private IResult Read(Func<IResult> act)
    {
        lock (_lock)
            return act();
    }

    private sealed record Version(string Name, DateOnly? EndOfSupport);

    private sealed record Kept(Guid Id, string Code, string Name, string[] Modules, Version[] Versions);

    private sealed record Given(string Code, string Name, string[]? Modules, Version[]? Versions);
}
