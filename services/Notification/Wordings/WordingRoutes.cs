using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Persistence;
using ServiceMesh.Notification.Settings;
using ServiceMesh.Notification.Templates;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.Wordings;

/// <summary>A tenant's own wording of a message.</summary>
/// <param name="Template">The message, for example <c>ticket-opened</c>.</param>
/// <param name="Channel"><c>email</c>, <c>sms</c>, <c>voice</c>, <c>robot</c>, <c>im</c> or <c>in-app</c>.</param>
/// <param name="Language"><c>zh</c> or <c>en</c>.</param>
/// <param name="Brand">The code of the brand it is for, or the tenant's own name; all when left out.</param>
/// <param name="Subject">One line, at most 200 characters; used by e-mail.</param>
/// <param name="Text">At most 20,000 characters.</param>
/// <param name="Html">E-mail: at most 100,000 characters; without it the text stands in the usual layout.</param>
public sealed record NewWording(
    [property: Required] string Template,
    [property: Required, RegularExpression("email|sms|voice|robot|im|in-app")] string Channel,
    [property: Required, RegularExpression("zh|en")] string Language,
    [property: StringLength(100)] string? Brand,
    [property: Required, StringLength(TemplateCheck.LongestSubject)] string Subject,
    [property: Required, StringLength(TemplateCheck.LongestText)] string Text,
    [property: StringLength(TemplateCheck.LongestHtml)] string? Html);

/// <summary>A version of a wording.</summary>
public sealed record WordingView(
    Guid Id, string Template, string Channel, string Language, string Brand, int Version, bool Active, string Subject, string Text, string? Html,
    DateTimeOffset CreatedAt, string? CreatedBy);

/// <summary>A message and the values its wordings may name.</summary>
public sealed record MessageView(string Template, IReadOnlyList<string> Fields);

/// <summary>All messages, and the tenant's own wordings, the newest version of each first.</summary>
/// <param name="Next">Always null.</param>
public sealed record WordingList(IReadOnlyList<MessageView> Messages, IReadOnlyList<WordingView> Items, string? Next);

/// <summary>A new version.</summary>
public sealed record WordingCreated(Guid Id, int Version);

/// <summary>Tenants' own wordings: versioned, checked when saved.</summary>
internal static class WordingRoutes
{
    public static void MapWordings(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/notifications/templates");
        group.MapGet("/", ListAsync).RequireRoles(Roles.Admin, Roles.Manager, Roles.Ops);
        group.MapPost("/", CreateAsync).RequireRoles(Roles.Admin);
        group.MapDelete("/{id:guid}", RetireAsync).RequireRoles(Roles.Admin);
        group.MapPost("/preview", WordingPreview.ShowAsync).RequireRoles(Roles.Admin, Roles.Manager);
    }

    /// <summary>400 <c>template.refused</c> with what is wrong, <c>request.invalid</c>.</summary>
    public static void Check(NewWording wording, Renderer renderer)
    {
        if (!Template.All.Contains(wording.Template)) throw Problems.InvalidField("template", "There is no such message.");
        if (wording.Html is not null && wording.Channel != DeliveryChannels.Email) throw Problems.InvalidField("html", "Only e-mail has HTML.");
        if (TemplateCheck.Objection(wording.Subject, wording.Text, wording.Html, renderer.Fields(wording.Template)) is { } objection)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, "template.refused", "The wording may not be used.", objection.Message)
            {
                Errors = new Dictionary<string, string[]> { [objection.Field] = [objection.Message] },
            };
        }
    }

    /// <summary>200 with the messages there are and the tenant's own wordings, at most 500.</summary>
    private static async Task<IResult> ListAsync(Caller caller, NotificationDb db, Renderer renderer, CancellationToken ct)
    {
        var rows = await db.Templates.AsNoTracking().Where(t => t.Tenant == caller.Tenant)
            .OrderBy(t => t.Template).ThenBy(t => t.Channel).ThenBy(t => t.Language).ThenBy(t => t.Brand).ThenByDescending(t => t.Version).Take(500)
            .Select(t => new WordingView(t.Id, t.Template, t.Channel, t.Language, t.Brand, t.Version, t.Active, t.Subject, t.Text, t.Html, t.CreatedAt, t.CreatedBy))
            .ToListAsync(ct);
        return Results.Ok(new WordingList([.. Template.All.Select(t => new MessageView(t, [.. renderer.Fields(t).Order(StringComparer.Ordinal)]))], rows, null));
    }

    /// <summary>201 with the new version, in use from the next message on. 400 as <see cref="Check"/>.</summary>
    private static Task<IResult> CreateAsync(NewWording wording, HttpContext http, Caller caller, IIdempotentWork idempotent, Renderer renderer)
    {
        Check(wording, renderer);
        return idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var row = await NextAsync(work, caller, wording.Template, wording.Channel, wording.Language, wording.Brand ?? "", ct);
            (row.Subject, row.Text, row.Html, row.Active) = (wording.Subject, wording.Text, wording.Html, true);
            work.Db<NotificationDb>().Add(row);
            return new Reply(StatusCodes.Status201Created, new WordingCreated(row.Id, row.Version), $"/api/v1/notifications/templates/{row.Id}");
        });
    }

    /// <summary>204: the shipped wording holds again, from a new version on. 404 <c>template.not-found</c>.</summary>
    private static async Task<IResult> RetireAsync(Guid id, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<NotificationDb>();
        var old = await db.Templates.AsNoTracking().FirstOrDefaultAsync(t => t.Tenant == caller.Tenant && t.Id == id, ct) ?? throw Problems.NotFound("template.not-found");
        var row = await NextAsync(work, caller, old.Template, old.Channel, old.Language, old.Brand, ct);
        (row.Subject, row.Text, row.Html, row.Active) = (old.Subject, old.Text, old.Html, false);
        db.Add(row);
        await work.CommitAsync(ct);
        return Results.NoContent();
    }

    /// <summary>The next version of a place. Counting the change first takes the tenant's row, so two cannot make the same version.</summary>
    private static async Task<TemplateRow> NextAsync(Work work, Caller caller, string template, string channel, string language, string brand, CancellationToken ct)
    {
        await SettingsCache.ChangedAsync(caller.Tenant, work, ct);
        var last = await work.Db<NotificationDb>().Templates
            .Where(t => t.Tenant == caller.Tenant && t.Template == template && t.Channel == channel && t.Language == language && t.Brand == brand)
            .MaxAsync(t => (int?)t.Version, ct) ?? 0;
        return new TemplateRow
        {
            Id = Guid.CreateVersion7(work.Now),
            Tenant = caller.Tenant,
            Template = template,
            Channel = channel,
            Language = language,
            Brand = brand,
            Version = last + 1,
            Subject = "",
            Text = "",
            Active = true,
            CreatedAt = work.Now,
            CreatedBy = caller.Name,
        };
    }
}
