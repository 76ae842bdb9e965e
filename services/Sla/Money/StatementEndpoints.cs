using System.Text;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sla.Http;

namespace ServiceMesh.Sla.Money;

/// <summary>What a contract's month costs and pays back.</summary>
public static class StatementEndpoints
{
    private const string Csv = "text/csv";

    public static IEndpointRouteBuilder MapStatements(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/sla/statements", ListAsync)
            .RequireRoles(Roles.Manager, Roles.Admin)
            .Produces<Page<StatementSummary>>()
            .ProducesProblem(400)
            .WithName("ListStatements")
            .WithTags("statements")
            .WithSummary("The contracts with charges or breaches in ?month=2026-03, with the sums of their statements. ?limit=1..200, ?cursor= from next. 400 names the field.");
        app.MapGet("/api/v1/sla/statements/{contractId:guid}/{month}", GetAsync)
            .RequireRoles(Roles.Manager, Roles.Admin)
            .Produces<Statement>(200, "application/json", Csv)
            .ProducesProblem(400)
            .ProducesProblem(404)
            .WithName("GetStatement")
            .WithTags("statements")
            .WithSummary("Charges and credits of a contract's month (like 2026-03), with lines, totals and limits; as CSV with Accept: text/csv or a month like 2026-03.csv. 400 names the field, 404 contract.not-found.");
        return app;
    }

    private static async Task<Page<StatementSummary>> ListAsync(string month, Caller caller, IWorkFactory works, CancellationToken ct, int? limit = null, Guid? cursor = null)
    {
        var (first, most) = (Months.Read(month, "month")!.Value, Limits.Of(limit));
        await using var work = await works.BeginAsync(ct);
        var found = await StatementReader.ListAsync(work, caller.Tenant, first, cursor ?? Guid.Empty, most + 1, ct);
        return new([.. found.Take(most)], found.Count > most ? found[most - 1].ContractId.ToString() : null);
    }

    private static async Task<IResult> GetAsync(Guid contractId, string month, Caller caller, HttpRequest request, IWorkFactory works, CancellationToken ct)
    {
        var isFile = month.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);
        var first = Months.Read(isFile ? month[..^4] : month, "month")!.Value;
        await using var work = await works.BeginAsync(ct);
        var statement = await StatementReader.ReadAsync(work, caller.Tenant, contractId, first, ct) ?? throw Problems.NotFound("contract.not-found");
        if (!isFile && !PrefersCsv(request))
        {
            return Results.Ok(statement);
        }

        // The mark tells spreadsheets that it is UTF-8.
        var bytes = Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(StatementCsv.Write(statement))).ToArray();
        return Results.File(bytes, $"{Csv}; charset=utf-8", $"statement-{statement.ContractNumber ?? contractId.ToString()}-{statement.Month}.csv");
    }

    private static bool PrefersCsv(HttpRequest request) =>
        request.GetTypedHeaders().Accept.OrderByDescending(a => a.Quality ?? 1).FirstOrDefault() is { MediaType.Value: { } preferred } && preferred.Equals(Csv, StringComparison.OrdinalIgnoreCase);
}
