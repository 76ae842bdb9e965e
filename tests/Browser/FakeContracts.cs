using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ServiceMesh.Browser;

/// <summary>Contracts with customers, with what Intake refuses of them, from memory.</summary>
internal static class FakeContracts
{
    private const int Longest = 64;

    public static void MapContracts(this IEndpointRouteBuilder api)
    {
        var contracts = new List<JsonObject>
        {
            Contract(FakeDuty.Contract, "HT-2026-0318", "华东重工集团", "premium", 20_000m, 800m, 20m),
            Contract(FakeData.Id(905), "HT-2025-0102", "Far Away Foods", "standard", null, 650m, null),
        };
        api.MapGet("/contracts", (HttpRequest request, string? q, Guid? customerId) =>
        {
            var ids = request.Query["id"].OfType<string>().ToHashSet();
            return Items(contracts.Where(c => (customerId is null || (string)c["id"]! == FakeDuty.Contract.ToString()) && (ids.Count == 0 || ids.Contains((string)c["id"]!))
                && (q is null || $"{c["number"]} {c["customerName"]}".Contains(q, StringComparison.OrdinalIgnoreCase))));
        });
        api.MapGet("/contracts/{id:guid}", (Guid id) => contracts.Find(c => (string)c["id"]! == id.ToString()) is { } found ? Results.Json(found) : Refuse("contract.not-found", 404));
        api.MapPost("/contracts", (JsonObject contract) =>
        {
            if (Wrong(contract, contracts) is { } wrong)
                return wrong;
            (contract["id"], contract["customerName"]) = (Guid.CreateVersion7().ToString(), "示例客户");
            contracts.Insert(0, contract);
            return Results.Json(contract, statusCode: 201);
        });
        api.MapPut("/contracts/{id:guid}", (Guid id, JsonObject contract) =>
        {
            var at = contracts.FindIndex(c => (string)c["id"]! == id.ToString());
            if (Wrong(contract, [.. contracts.Where((_, i) => i != at)]) is { } wrong)
                return wrong;
            (contract["id"], contract["customerName"]) = (id.ToString(), (string?)contracts[at]["customerName"]);
            contracts[at] = contract;
            return Results.Json(contract);
        });
    }

    private static IResult? Wrong(JsonObject c, List<JsonObject> others)
    {
        var (number, fee) = ((string?)c["number"] ?? "", (decimal?)c["monthlyFee"]);
        return number.Length is 0 or > Longest ? Invalid("Number", "The Number field is required.")
            : fee < 0 ? Invalid("MonthlyFee", "MonthlyFee must lie between 0 and 1000000000000 and have at most four decimals.")
            : string.CompareOrdinal((string)c["endsOn"]!, (string)c["startsOn"]!) < 0 ? Refuse("contract.ends-before-start")
            : (fee ?? (decimal?)c["casePrice"]) is not null && (string?)c["currency"] is null ? Refuse("contract.currency-missing")
            : others.Exists(o => (string)o["number"]! == number) ? Refuse("contract.number-taken", 409)
            : null;
    }

    private static JsonObject Contract(Guid id, string number, string customer, string level, decimal? fee, decimal? casePrice, decimal? cap)
    {
        var year = TimeProvider.System.GetUtcNow().Year;
        return new()
        {
            ["id"] = id.ToString(), ["customerId"] = FakeData.Id(600).ToString(), ["customerName"] = customer, ["number"] = number, ["startsOn"] = $"{year}-01-01", ["endsOn"] = $"{year}-12-31",
            ["serviceLevel"] = level, ["productIds"] = new JsonArray(FakeData.Id(902).ToString()), ["assetIds"] = new JsonArray(), ["monthlyFee"] = fee, ["currency"] = "CNY", ["casePrice"] = casePrice,
            ["monthlyCreditCapPercent"] = cap, ["plan"] = level.ToUpper(CultureInfo.InvariantCulture), ["channels"] = null, ["caseLimit"] = null, ["upgradesIncluded"] = true, ["endOfSupport"] = null,
        };
    }

    private static IResult Invalid(string field, string message) => Results.Json(
        new { status = 400, code = "request.invalid", errors = new Dictionary<string, string[]> { [field] = [message] } }, statusCode: 400, contentType: "application/problem+json");

    private static IResult Refuse(string code, int status = 400) => Results.Json(new { status, code }, statusCode: status, contentType: "application/problem+json");

    private static IResult Items(IEnumerable<JsonObject> items) => Results.Json(new { items, next = (string?)null });
}
