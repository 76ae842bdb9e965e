using Npgsql;
using ServiceMesh.Insight.Domain.Scorecard;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Scorecard.Formulas;

/// <summary>A formula to store.</summary>
/// <param name="Dimensions">Those that count, with weights that add up to exactly 100 (percent).</param>
/// <param name="Stars">Points from which there are 5, 4, 3 and 2 stars; null takes the shipped ones.</param>
/// <param name="Grades">The best first, the last from 0 points; null takes the shipped ones.</param>
public sealed record FormulaRequest(IReadOnlyList<DimensionRule> Dimensions, IReadOnlyList<decimal>? Stars = null, IReadOnlyList<GradeRule>? Grades = null);

/// <summary>A version of the formula, with each dimension's unit and ends as they count.</summary>
/// <param name="CreatedAt">Null for version 1, the shipped one.</param>
public sealed record FormulaAnswer(
    int Version, IReadOnlyList<DimensionAnswer> Dimensions, IReadOnlyList<decimal> Stars, IReadOnlyList<GradeRule> Grades, DateTimeOffset? CreatedAt, string? CreatedBy)
{
    internal static FormulaAnswer Of(Formula formula, DateTimeOffset? at, string? by) =>
        new(formula.Version, [.. formula.Dimensions.Select(DimensionAnswer.Of)], formula.Stars, formula.Grades, at, by);
}

/// <param name="Unit"><c>percent</c>, <c>stars</c>, <c>hours</c> or <c>perHundredAssetsMonth</c>.</param>
/// <param name="Best">Worth 100 points.</param>
/// <param name="Worst">Worth nothing.</param>
public sealed record DimensionAnswer(string Name, decimal Weight, string Unit, decimal Best, decimal Worst, IReadOnlyList<decimal>? Stars)
{
    internal static DimensionAnswer Of(DimensionRule rule)
    {
        var dimension = Dimensions.Find(rule.Name)!;
        return new DimensionAnswer(rule.Name, rule.Weight, dimension.Unit, rule.Best ?? dimension.Best, rule.Worst ?? dimension.Worst, rule.Stars);
    }
}

/// <param name="Items">The newest first.</param>
/// <param name="Known">Every dimension there is, with its unit and shipped ends.</param>
public sealed record FormulaList(IReadOnlyList<FormulaAnswer> Items, IReadOnlyList<DimensionAnswer> Known, string? Next = null);

/// <summary>The tenant's formulas.</summary>
public static class FormulaEndpoints
{
    private const string Address = "/api/v1/insight/scorecard-formulas";

    /// <summary>
    /// GET /api/v1/insight/scorecard-formulas: every version, the newest, which is in force, first. POST stores the next version (managers and
    /// admins): 400 <c>request.invalid</c> names the field, for example weights that do not add up to 100 %.
    /// </summary>
    public static void MapFormulas(this IEndpointRouteBuilder app)
    {
        app.MapGet(Address, ListAsync).RequireRoles(Roles.Staff);
        app.MapPost(Address, PostAsync).RequireRoles(Roles.Manager, Roles.Admin);
    }

    private static async Task<FormulaList> ListAsync(Caller caller, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        return new FormulaList(
            await FormulaTable.AllAsync(connection, caller.Tenant, ct), [.. Dimensions.All.Select(d => new DimensionAnswer(d.Name, 0, d.Unit, d.Best, d.Worst, null))]);
    }

    private static Task<IResult> PostAsync(FormulaRequest request, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var formula = new Formula { Dimensions = request.Dimensions, Stars = request.Stars ?? Formula.Shipped.Stars, Grades = request.Grades ?? Formula.Shipped.Grades };
            FieldErrors.Refuse(formula.Errors());
            var stored = await FormulaTable.AddAsync(work.Connection, work.Transaction, caller.Tenant, formula, work.Now, caller.Name, ct);
            return new Reply(201, FormulaAnswer.Of(stored, work.Now, caller.Name), Address);
        });
}

/// <summary>Turns wrong fields into one problem.</summary>
internal static class FieldErrors
{
    /// <summary>400 <c>request.invalid</c> that names each field, if there are errors.</summary>
    public static void Refuse(IReadOnlyCollection<(string Field, string Message)> errors)
    {
        if (errors.Count == 0) return;
        throw new ProblemException(400, "request.invalid", "The request is not valid.", string.Join(" ", errors.Take(5).Select(e => $"{e.Field}: {e.Message}")))
        {
            Errors = errors.GroupBy(e => e.Field).ToDictionary(e => e.Key, e => e.Select(x => x.Message).ToArray()),
        };
    }
}
