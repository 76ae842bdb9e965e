using Microsoft.AspNetCore.Http.Features;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Imports;

/// <summary>What is wrong with a line. The line is the file's, from 1, the header's included.</summary>
/// <param name="Column">The column it is about; null for the whole line.</param>
public sealed record ImportError(int Line, string? Column, string Code, string Message);

/// <summary>What an import did or would do. At most 500 errors are named; <see cref="Failed"/> counts all lines that have one.</summary>
/// <param name="Saved">False for a dry run, and when a line is wrong: then nothing is saved.</param>
public sealed record ImportReport(bool DryRun, bool Saved, int Lines, int Created, int Updated, int Failed, IReadOnlyList<ImportError> Errors);

/// <summary>
/// <c>POST /api/v1/customers|contacts|assets|contracts/import</c> with a CSV file as body: 200 with the report; 422 with it when lines are wrong
/// and it was no dry run; 400 <c>import.no-csv</c>, <c>import.header</c>; 413 over 5 MiB or 5,000 lines.
/// </summary>
public static class ImportEndpoints
{
    private const int LargestFile = 5 * 1024 * 1024;
    private const int MostLines = 5_000;
    private const int MostErrors = 500;

    public static void MapImports(this IEndpointRouteBuilder app)
    {
        Map(app, "customers", new CustomerLines(), MasterDataRoles.Customers);
        Map(app, "contacts", new ContactLines(), MasterDataRoles.Customers);
        Map(app, "assets", new AssetLines(), MasterDataRoles.Customers);
        Map(app, "contracts", new ContractLines(), MasterDataRoles.Commerce);
    }

    private static void Map(IEndpointRouteBuilder app, string what, IImportLines lines, string[] roles) =>
        app.MapPost($"/api/v1/{what}/import", (HttpContext http, Caller caller, IWorkFactory works, CancellationToken ct, bool dryRun = true) =>
                RunAsync(lines, http, caller, works, dryRun, ct))
            .WithTags(what).RequireRoles(roles).Accepts<string>("text/csv");

    /// <summary>A dry run is the real one without its commit.</summary>
    private static async Task<IResult> RunAsync(IImportLines lines, HttpContext http, Caller caller, IWorkFactory works, bool dryRun, CancellationToken ct)
    {
        var (header, records) = await ReadAsync(http, lines, ct);
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<IntakeDb>();
        var errors = new List<ImportError>();
        var (created, updated, failed) = (0, 0, 0);
        var keys = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var record in records)
        {
            var line = new ImportLine(record, header);
            try
            {
                var taken = await lines.TakeAsync(line, keys, caller, work, ct);
                await db.SaveChangesAsync(ct);
                db.ChangeTracker.Clear();
                (created, updated) = taken ? (created + 1, updated) : (created, updated + 1);
            }
            catch (ProblemException e) when (e.Status is 400 or 409)
            {
                failed++;
                db.ChangeTracker.Clear();
                Add(errors, line, e);
                // Somebody else took the key in this very moment: the database takes nothing more in this transaction.
                if (e.Status == 409)
                    break;
            }
        }

        var saved = !dryRun && failed == 0;
        if (saved)
            await work.CommitAsync(ct);
        var report = new ImportReport(dryRun, saved, records.Count, created, updated, failed, errors);
        return Results.Json(report, statusCode: saved || dryRun ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static void Add(List<ImportError> errors, ImportLine line, ProblemException e)
    {
        if (errors.Count < MostErrors)
            errors.Add(new ImportError(line.Number, e.Errors?.Keys.FirstOrDefault(), e.Code, e.Detail ?? e.Title));
    }

    private static async Task<(IReadOnlyList<string> Header, List<CsvRecord> Records)> ReadAsync(HttpContext http, IImportLines lines, CancellationToken ct)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = LargestFile + 1;
        if (http.Request.ContentLength > LargestFile)
            throw TooLarge();
        using var file = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, ct)) > 0)
        {
            if (file.Length + read > LargestFile)
                throw TooLarge();
            file.Write(buffer, 0, read);
        }

        try
        {
            var records = CsvText.Read(CsvText.Decode(file.GetBuffer().AsSpan(0, (int)file.Length))).Take(MostLines + 2).ToList();
            if (records.Count > MostLines + 1)
                throw TooLarge();
            if (records.Count == 0)
                throw Problems.Invalid("import.no-csv", "The file is empty.");
            var header = records[0].Fields;
            Check(header, lines);
            return (header, records[1..]);
        }
        catch (CsvException e)
        {
            throw Problems.Invalid("import.no-csv", $"Line {e.Line}: {e.Message}");
        }
    }

    private static void Check(IReadOnlyList<string> header, IImportLines lines)
    {
        if (header.FirstOrDefault(h => !lines.Columns.Contains(h, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw Problems.Invalid("import.header", $"There is no column {Shorten(unknown)}; there are {string.Join(", ", lines.Columns)}.");
        if (lines.Required.FirstOrDefault(r => !header.Contains(r, StringComparer.OrdinalIgnoreCase)) is { } missing)
            throw Problems.Invalid("import.header", $"The column {missing} is missing.");
        if (header.GroupBy(h => h, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw Problems.Invalid("import.header", $"The column {twice.Key} stands there twice.");
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static ProblemException TooLarge() => new(413, "request.too-large", $"A file may have 5 MiB and {MostLines} lines.");
}
