using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Catalogue;

/// <summary>A text in both languages, up to 200 characters each.</summary>
public sealed record BothLanguages([property: Required, PlainText(200)] string Zh, [property: Required, PlainText(200)] string En)
{
    internal TwoLanguages Read() => new(Zh.Trim(), En.Trim());
}

/// <summary>A field of a form: key of lower-case letters, digits and hyphens; 2 to 50 choices for a choice, none for other types.</summary>
public sealed record FieldRequest(
    [property: Required, RegularExpression("^[a-z][a-z0-9-]{0,39}$")] string Key,
    [property: Required] BothLanguages Label,
    FormFieldType Type,
    bool Required = false,
    [property: MaxLength(50)] IReadOnlyList<string>? Choices = null);

/// <summary>A class of request: at most 30 fields and 10 files of evidence.</summary>
/// <param name="Version">The version that it was made from: 412 when somebody has changed it since. Not looked at when it is not given.</param>
public sealed record RequestClassRequest(
    [property: Required] BothLanguages Name,
    WorkType WorkType,
    [property: PlainText(64)] string? Category = null,
    [property: MaxLength(30)] IReadOnlyList<FieldRequest>? Fields = null,
    [property: Range(0, Limits.Files)] int EvidenceFiles = 0,
    BothLanguages? EvidenceHint = null,
    bool Active = true,
    bool NeedsVisit = false,
    [property: Range(0, int.MaxValue)] int? Version = null);

/// <summary>A class as it stood once, and who made it so.</summary>
public sealed record RequestClassVersionView(int Version, string By, DateTimeOffset At, RequestClass Class);

/// <summary>All versions of a class, the newest first; none for a usual one that nobody has changed.</summary>
public sealed record RequestClassVersionList(IReadOnlyList<RequestClassVersionView> Items, string? Next = null);

/// <summary>The service catalogue, whole: customers see the active classes only.</summary>
public sealed record RequestClassList(IReadOnlyList<RequestClass> Items, string? Next = null);

/// <summary>
/// <c>/api/v1/request-classes</c>: <c>GET</c> for everybody who is signed in; <c>PUT /{key}</c> makes or replaces one, for managers and administrators: 400
/// <c>request-class.fields</c>, 412 <c>request-class.changed</c>. Each change is kept with who made it: <c>GET /{key}/versions</c>, for staff. The usual ones are
/// there from the beginning; one is taken away by <c>active: false</c>.
/// </summary>
public static class RequestClasses
{
    private const int Most = 100;
    private const int MostVersions = 200;

    private const string Save = """
        INSERT INTO request_classes AS c (tenant, key, definition, version, changed_at) VALUES ($1, $2, $3, 1, $4)
        ON CONFLICT (tenant, key) DO UPDATE SET definition = excluded.definition, version = c.version + 1, changed_at = excluded.changed_at
        RETURNING version
        """;

    public static void MapRequestClasses(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/request-classes").WithTags("request-classes");
        group.MapGet("", ListAsync);
        group.MapPut("/{key:regex(^[a-z][a-z0-9-]{{0,39}}$)}", SaveAsync).RequireRoles(Roles.Manager, Roles.Admin);
        group.MapGet("/{key}/versions", VersionsAsync).RequireRoles(Roles.Staff);
    }

    /// <summary>All classes of a tenant: its own in place of the usual ones.</summary>
    internal static async Task<IReadOnlyList<RequestClass>> AllAsync(IntakeDb db, string tenant, CancellationToken ct)
    {
        var own = await db.RequestClasses.AsNoTracking().Where(c => c.Tenant == tenant).OrderBy(c => c.Key).Select(c => new { c.Definition, c.Version }).ToListAsync(ct);
        var read = own.ConvertAll(c => Read(c.Definition, c.Version));
        var usual = RequestClass.Usual.Select(u => read.Find(r => r.Key == u.Key) ?? u);
        return [.. usual, .. read.Where(r => RequestClass.Usual.All(u => u.Key != r.Key))];
    }

    /// <summary>
    /// The class that a new ticket names, when its form fits: 400 <c>request-class.unknown</c>, <c>form.unknown-field</c>, <c>form.missing-field</c>,
    /// <c>form.bad-value</c>, <c>form.evidence</c>. Null when it names none.
    /// </summary>
    internal static async Task<RequestClass?> CheckAsync(
        IntakeDb db, string tenant, string? key, IReadOnlyDictionary<string, string?>? form, int files, CancellationToken ct)
    {
        if (key is null)
            return form is { Count: > 0 } ? throw Problems.Invalid("request-class.unknown", "A form belongs to a class of request: requestClass is needed.") : null;
        var found = (await AllAsync(db, tenant, ct)).FirstOrDefault(c => c.Key == key && c.Active)
            ?? throw Problems.Invalid("request-class.unknown", "There is no such class of request.");
        return found.Fault(form ?? new Dictionary<string, string?>(), files) is { } fault ? throw Problems.Invalid(fault.Code, fault.Message) : found;
    }

    private static async Task<RequestClassList> ListAsync(Caller caller, IntakeDb db, CancellationToken ct) =>
        new([.. (await AllAsync(db, caller.Tenant, ct)).Where(c => c.Active || caller.IsStaff)]);

    private static async Task<RequestClass> SaveAsync(string key, RequestClassRequest request, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        var made = new RequestClass(
            key, request.Name.Read(), request.WorkType, request.Category.TrimToNull(), [.. (request.Fields ?? []).Select(Read)], request.EvidenceFiles,
            request.EvidenceHint?.Read(), request.Active, request.NeedsVisit);
        if (made.Fields.GroupBy(f => f.Key).Any(g => g.Count() > 1))
            throw Problems.Invalid("request-class.fields", "Two fields have the same key.");
        var definition = JsonSerializer.Serialize(made, JsonDefaults.Options);
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<IntakeDb>();
        if (await db.RequestClasses.CountAsync(c => c.Tenant == caller.Tenant && c.Key != key, ct) >= Most)
            throw Problems.Invalid("request-class.fields", $"A tenant has at most {Most} classes of its own.");
        await using var save = new NpgsqlCommand(Save, work.Connection, work.Transaction)
        {
            Parameters = { new() { Value = caller.Tenant }, new() { Value = key }, new() { Value = definition, NpgsqlDbType = NpgsqlDbType.Jsonb }, new() { Value = work.Now } },
        };
        var version = (int)(await save.ExecuteScalarAsync(ct))!;
        // Whoever began with an older one would undo what another has said.
        if (request.Version is { } from && from != version - 1)
            throw new ProblemException(412, "request-class.changed", "Somebody changed this class in the meantime.", $"Its version is {version - 1} now.");
        db.RequestClassVersions.Add(new RequestClassVersionRow
        {
            Tenant = caller.Tenant, Key = key, Version = version, Definition = definition, ChangedBy = caller.Name, ChangedById = caller.AccountId, ChangedAt = work.Now,
        });
        await work.CommitAsync(ct);
        return made with { Version = version };
    }

    private static async Task<RequestClassVersionList> VersionsAsync(string key, Caller caller, IntakeDb db, CancellationToken ct)
    {
        var rows = await db.RequestClassVersions.AsNoTracking().Where(v => v.Tenant == caller.Tenant && v.Key == key)
            .OrderByDescending(v => v.Version).Take(MostVersions).ToListAsync(ct);
        return new([.. rows.Select(v => new RequestClassVersionView(v.Version, v.ChangedBy, v.ChangedAt, Read(v.Definition, v.Version)))]);
    }

    private static RequestClass Read(string definition, int version) => JsonSerializer.Deserialize<RequestClass>(definition, JsonDefaults.Options)! with { Version = version };

    private static FormField Read(FieldRequest field)
    {
        var choices = (field.Choices ?? []).Select(c => c?.Trim() ?? "").ToList();
        var right = field.Type == FormFieldType.Choice
            ? choices.Count >= 2 && choices.All(c => c.Length is > 0 and <= 100 && !c.Any(char.IsControl)) && choices.Distinct().Count() == choices.Count
            : choices.Count == 0;
        return right
            ? new FormField(field.Key, field.Label.Read(), field.Type, field.Required, choices)
            : throw Problems.Invalid("request-class.fields", $"The choices of {field.Key} are not right: 2 to 50 different ones for a choice, none for other types.");
    }
}
