using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Survey.Copies;
using ServiceMesh.Survey.Domain;
using ServiceMesh.Survey.Domain.Questionnaires;
using ServiceMesh.Survey.Pages;
using ServiceMesh.Survey.Persistence;
using ServiceMesh.Survey.Rules;

namespace ServiceMesh.Survey.Questionnaires;

/// <summary>A questionnaire to store.</summary>
/// <param name="Id">Null for a new one; else this becomes its next version.</param>
/// <param name="Name">What staff call it, at most 100 characters.</param>
/// <param name="WorkType"><c>support</c> or <c>maintenance</c>; null for both.</param>
/// <param name="ProductId">Null for all products.</param>
/// <param name="Brand">The code of a brand, or the tenant's own name for products that have none; null for all.</param>
public sealed record QuestionnaireRequest(
    Guid? Id, [property: Required, StringLength(100)] string Name, [property: AllowedValues("support", "maintenance", null)] string? WorkType,
    Guid? ProductId, [property: StringLength(100)] string? Brand, [property: Required] QuestionnaireBody Body);

/// <summary>A questionnaire to look at without storing it.</summary>
/// <param name="Language">BCP 47 tag: <c>zh</c> or <c>en</c>.</param>
/// <param name="Brand">The code of the brand it is shown under; the tenant's own name when left out.</param>
public sealed record PreviewRequest([property: Required] QuestionnaireBody Body, [property: Required, StringLength(20)] string Language, [property: StringLength(100)] string? Brand = null);

/// <summary>The page as customers would see it.</summary>
/// <param name="Bytes">Its size; a page over 30,000 cannot be stored.</param>
public sealed record Preview(string Html, int Bytes);

/// <summary>One version of a questionnaire.</summary>
/// <param name="Shipped">True for the one that is asked when no other matches.</param>
public sealed record QuestionnaireView(
    Guid Id, int Version, string Name, string? WorkType, Guid? ProductId, string? Brand, QuestionnaireBody Body, bool Shipped, DateTimeOffset? CreatedAt, string? CreatedBy,
    DateTimeOffset? RetiredAt);

/// <summary>A questionnaire that fits a sort of tickets.</summary>
/// <param name="By">What it was chosen by, what says most first: <c>product</c>, <c>workType</c>, <c>brand</c>; empty for one that is for all tickets.</param>
public sealed record FitView(Guid Id, int Version, string Name, bool Shipped, IReadOnlyList<string> By);

/// <summary>Which questionnaire is asked, and why.</summary>
/// <param name="Brand">The code of the product's brand; null when it is sold under the tenant's own name.</param>
/// <param name="Items">The first is asked; the others would be if it were retired.</param>
public sealed record ChoiceView(string? Brand, IReadOnlyList<FitView> Items);

/// <summary>Questionnaires; <c>next</c> is always null: these lists are short.</summary>
public sealed record QuestionnairePage(IReadOnlyList<QuestionnaireView> Items, string? Next = null);

/// <summary>What customers are asked.</summary>
internal static class QuestionnaireRoutes
{
    /// <summary>The size no page may exceed, in bytes.</summary>
    public const int LargestPage = 30_000;

    private const string NotFound = "questionnaire.not-found";
    private static readonly string[] s_languages = ["zh", "en"];

    /// <summary>As long as names of brands are at most.</summary>
    private static readonly LocalText s_anybody = new(new string('名', 100), new string('N', 100));

    public static void MapQuestionnaires(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/surveys/questionnaires");
        group.MapGet("/", ListAsync).RequireRoles(Roles.Staff).WithSummary("The newest version of each questionnaire, the shipped one first.");
        group.MapGet("/{id:guid}", VersionsAsync).RequireRoles(Roles.Staff).WithSummary("Every version, the newest first. 404 questionnaire.not-found.");
        group.MapGet("/choice", ChoiceAsync).RequireRoles(Roles.Staff)
            .WithSummary("Which questionnaire tickets of a work type and product are asked, and which would be next: the product says most, then the work type, then the brand.");
        group.MapPost("/", AddAsync).RequireRoles(Roles.Manager, Roles.Admin)
            .WithSummary("201: stores a questionnaire or the next version of one; invitations sent from now on ask it. 400 names the field; 404 questionnaire.not-found.");
        group.MapPost("/{id:guid}/retire", RetireAsync).RequireRoles(Roles.Manager, Roles.Admin)
            .WithSummary("200: it is not asked any more; invitations already sent keep it. 404 questionnaire.not-found, also when it was retired before.");
        group.MapPost("/preview", PreviewAsync).RequireRoles(Roles.Staff).WithSummary("The page as customers would see it; nothing is stored. 400 names the field.");
    }

    private static async Task<QuestionnairePage> ListAsync(Caller caller, SurveyDb db, CancellationToken ct)
    {
        var rows = await db.Questionnaires.AsNoTracking().Where(q => q.Tenant == caller.Tenant).OrderBy(q => q.Name).ThenByDescending(q => q.Version).ToListAsync(ct);
        return new([Shipped(), .. rows.GroupBy(q => q.Id).Select(versions => View(versions.First())).Where(q => q.RetiredAt is null)]);
    }

    private static async Task<QuestionnairePage> VersionsAsync(Guid id, Caller caller, SurveyDb db, CancellationToken ct)
    {
        if (id == Domain.Questionnaires.Shipped.Id) return new([Shipped()]);
        var rows = await db.Questionnaires.AsNoTracking().Where(q => q.Tenant == caller.Tenant && q.Id == id).OrderByDescending(q => q.Version).ToListAsync(ct);
        return rows.Count > 0 ? new([.. rows.Select(View)]) : throw Problems.NotFound(NotFound);
    }

    private static async Task<ChoiceView> ChoiceAsync(
        [AllowedValues("support", "maintenance")] string workType, Guid? productId, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var brand = (await KnownBrand.OfAsync(caller.Tenant, productId, work, ct))?.Code;
        var own = (await RulesStore.ReadAsync(caller.Tenant, work, ct)).Brand;
        var fits = await QuestionnaireStore.RankAsync(caller.Tenant, workType, productId, brand ?? own, work, ct);
        return new(brand, [.. fits.Select(f => new FitView(f.Item.Id, f.Item.Version, f.Name, f.Item.Id == Domain.Questionnaires.Shipped.Id, f.By))]);
    }

    private static Task<IResult> AddAsync(QuestionnaireRequest request, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            FieldProblems.Refuse(Check(request.Body, "body."));
            var id = request.Id ?? Guid.CreateVersion7(work.Now);
            var db = work.Db<SurveyDb>();
            // The newest version's row stands for the questionnaire: two that store a next version wait for each other.
            var newest = await db.Questionnaires.FromSql($"SELECT * FROM questionnaires WHERE tenant = {caller.Tenant} AND id = {id} ORDER BY version DESC LIMIT 1 FOR UPDATE").SingleOrDefaultAsync(ct);
            if (request.Id is not null && newest is not { RetiredAt: null }) throw Problems.NotFound(NotFound);
            var row = new QuestionnaireRow
            {
                Tenant = caller.Tenant,
                Id = id,
                Version = (newest?.Version ?? 0) + 1,
                Name = request.Name.Trim(),
                WorkType = request.WorkType,
                ProductId = request.ProductId,
                Brand = string.IsNullOrWhiteSpace(request.Brand) ? null : request.Brand.Trim(),
                Body = JsonSerializer.Serialize(request.Body, EventJson.Options),
                CreatedAt = work.Now,
                CreatedBy = caller.Name,
            };
            db.Questionnaires.Add(row);
            return new Reply(201, View(row), $"/api/v1/surveys/questionnaires/{id}");
        });

    private static async Task<QuestionnaireView> RetireAsync(Guid id, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var rows = await work.Db<SurveyDb>().Questionnaires.Where(q => q.Tenant == caller.Tenant && q.Id == id && q.RetiredAt == null).ToListAsync(ct);
        if (rows.Count == 0) throw Problems.NotFound(NotFound);
        foreach (var row in rows) row.RetiredAt = work.Now;
        await work.CommitAsync(ct);
        return View(rows.MaxBy(q => q.Version)!);
    }

    private static async Task<Preview> PreviewAsync(PreviewRequest request, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        FieldProblems.Refuse(Check(request.Body, "body."));
        await using var work = await works.BeginAsync(ct);
        var own = (await RulesStore.ReadAsync(caller.Tenant, work, ct)).Brand;
        var brand = string.IsNullOrWhiteSpace(request.Brand) ? null : await KnownBrand.CalledAsync(caller.Tenant, request.Brand.Trim(), work, ct);
        var html = Render(request.Body, request.Language, brand?.Name ?? new LocalText(own, own));
        return new Preview(html, Encoding.UTF8.GetByteCount(html));
    }

    private static List<FieldError> Check(QuestionnaireBody body, string at)
    {
        var errors = QuestionnaireCheck.Check(body).Select(e => e with { Field = at + e.Field }).ToList();
        if (errors.Count == 0 && s_languages.Any(l => Encoding.UTF8.GetByteCount(Render(body, l, s_anybody)) > LargestPage))
            errors.Add(new($"{at}questions", $"The page would be larger than {LargestPage} bytes: fewer or shorter questions are wanted."));
        return errors;
    }

    private static string Render(QuestionnaireBody body, string language, LocalText brand)
    {
        var texts = PageTexts.For(language, []);
        var view = new PageView(brand.In(texts.Lang), "T-20260101-000001", texts.SampleSubject, texts);
        return SurveyPages.Form(view, FormParts.Of(body, texts)).ToString();
    }

    private static QuestionnaireView Shipped()
    {
        var q = Domain.Questionnaires.Shipped.Questionnaire;
        return new(q.Id, q.Version, q.Name, null, null, null, q.Body, true, null, null, null);
    }

    private static QuestionnaireView View(QuestionnaireRow q) =>
        new(q.Id, q.Version, q.Name, q.WorkType, q.ProductId, q.Brand, QuestionnaireStore.Body(q.Body), false, q.CreatedAt, q.CreatedBy, q.RetiredAt);
}
