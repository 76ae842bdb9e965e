using Microsoft.AspNetCore.Http.Features;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Imports;

/// <summary>What is wrong with a line. The line is the file's, from 1, the header's included.</summary>
/// <param name="Column">The column it is about; null for the whole line.</param>
/// <param name="Message">For people, in Chinese or English as Accept-Language prefers.</param>
public sealed record ImportError(int Line, string? Column, string Code, string Message);

/// <summary>What an import did or would do. At most 500 errors are named; <see cref="Failed"/> counts all lines that have one.</summary>
/// <param name="Saved">False for a dry run, and when a line is wrong: then nothing is saved.</param>
public sealed record ImportReport(bool DryRun, bool Saved, int Lines, int Created, int Updated, int Failed, IReadOnlyList<ImportError> Errors);

/// <summary>
/// <c>POST /api/v1/customers|contacts|products|assets|contracts/import</c> with a CSV file as body: 200 with the report; 422 with it when lines are wrong
/// and it was no dry run; 400 <c>import.no-csv</c>, <c>import.unknown-column</c>, <c>import.missing-column</c>, <c>import.column-twice</c>; 413 over 5 MiB or 5,000 lines.
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
        Map(app, "products", new ProductLines(), MasterDataRoles.Commerce);
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
        var chinese = RequestLanguage.IsChinese(http.Request);
        var (header, records) = await ReadAsync(http, lines, chinese, ct);
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
            catch (ImportFault e)
            {
                failed++;
                db.ChangeTracker.Clear();
                Add(errors, new ImportError(line.Number, e.Column, e.Code, ImportWords.Of(e.Code, e.Column, e.Named, chinese)));
            }
            catch (ProblemException e) when (e.Status is 400 or 409)
            {
                failed++;
                db.ChangeTracker.Clear();
                Add(errors, new ImportError(line.Number, e.Errors?.Keys.FirstOrDefault(), e.Code, ImportWords.Of(e.Code, null, e.Detail ?? e.Title, chinese)));
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

    private static void Add(List<ImportError> errors, ImportError error)
    {
        if (errors.Count < MostErrors)
            errors.Add(error);
    }

    private static async Task<(IReadOnlyList<string> Header, List<CsvRecord> Records)> ReadAsync(HttpContext http, IImportLines lines, bool chinese, CancellationToken ct)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = LargestFile + 1;
        if (http.Request.ContentLength > LargestFile)
            throw TooLarge(chinese);
        using var file = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, ct)) > 0)
        {
            if (file.Length + read > LargestFile)
                throw TooLarge(chinese);
            file.Write(buffer, 0, read);
        }

        try
        {
            var records = CsvText.Read(CsvText.Decode(file.GetBuffer().AsSpan(0, (int)file.Length))).Take(MostLines + 2).ToList();
            if (records.Count > MostLines + 1)
                throw TooLarge(chinese);
            if (records.Count == 0)
                throw Refused("import.no-csv", null, null, chinese);
            var header = records[0].Fields;
            Check(header, lines, chinese);
            return (header, records[1..]);
        }
        catch (CsvException e)
        {
            throw Refused("import.no-csv", null, $"{e.Line}", chinese);
        }
    }

    private static void Check(IReadOnlyList<string> header, IImportLines lines, bool chinese)
    {
        if (header.FirstOrDefault(h => !lines.Columns.Contains(h, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw Refused("import.unknown-column", Shorten(unknown), string.Join(", ", lines.Columns), chinese);
        if (lines.Required.FirstOrDefault(r => !header.Contains(r, StringComparer.OrdinalIgnoreCase)) is { } missing)
            throw Refused("import.missing-column", missing, null, chinese);
        if (header.GroupBy(h => h, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw Refused("import.column-twice", twice.Key, null, chinese);
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static ProblemException Refused(string code, string? column, string? named, bool chinese) =>
        Problems.Invalid(code, ImportWords.Of(code, column, named, chinese));

    private static ProblemException TooLarge(bool chinese) =>
        new(413, "request.too-large", "The file is too large.", ImportWords.Of("request.too-large", null, chinese ? $"5 MiB、{MostLines} 行" : $"5 MiB and {MostLines} lines", chinese));
}
