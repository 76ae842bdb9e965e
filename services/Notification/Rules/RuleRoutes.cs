using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Persistence;
using ServiceMesh.Notification.Settings;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.Rules;

/// <summary>A new rule: tells a role, or a team's members, of messages they would not get otherwise.</summary>
/// <param name="Templates">The messages, for example <c>sla-breached</c>; 1 to 20.</param>
/// <param name="Role">Everybody with this role; or else <paramref name="TeamId"/>.</param>
/// <param name="TeamId">The members of this team.</param>
/// <param name="OfTeamId">Only about tickets of this team; of all when left out.</param>
/// <param name="SeverityAtMost">1 to 5: only about tickets of this severity or a graver one (1 is critical).</param>
public sealed record NewRule(
    [property: Required, MinLength(1), MaxLength(20)] IReadOnlyList<string> Templates,
    [property: RegularExpression("agent|dispatcher|engineer|manager|ops|admin")] string? Role,
    Guid? TeamId,
    Guid? OfTeamId,
    [property: Range(1, 5)] int? SeverityAtMost);

/// <summary>A rule as it is shown.</summary>
public sealed record RuleView(
    Guid Id, IReadOnlyList<string> Templates, string? Role, Guid? TeamId, Guid? OfTeamId, int? SeverityAtMost, DateTimeOffset CreatedAt, string? CreatedBy);

/// <summary>All rules of a tenant, and the messages that rules may name.</summary>
/// <param name="Next">Always null: there are few.</param>
public sealed record RuleList(IReadOnlyList<RuleView> Items, IReadOnlyList<string> Messages, string? Next);

/// <summary>A new rule's id.</summary>
public sealed record RuleCreated(Guid Id);

/// <summary>Who hears of what by role and team, besides those whom a message is for anyway.</summary>
internal static class RuleRoutes
{
    private const int Most = 50;

    public static void MapRules(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/notifications/rules");
        group.MapGet("/", ListAsync).RequireRoles(Roles.Admin, Roles.Manager, Roles.Ops);
        group.MapPost("/", CreateAsync).RequireRoles(Roles.Admin, Roles.Manager);
        group.MapDelete("/{id:guid}", DeleteAsync).RequireRoles(Roles.Admin, Roles.Manager);
    }

    /// <summary>200 with all rules.</summary>
    private static async Task<IResult> ListAsync(Caller caller, NotificationDb db, CancellationToken ct)
    {
        var rows = await db.NoticeRules.AsNoTracking().Where(r => r.Tenant == caller.Tenant).OrderBy(r => r.Id)
            .Select(r => new RuleView(r.Id, r.Templates, r.Role, r.TeamId, r.OfTeamId, r.SeverityAtMost, r.CreatedAt, r.CreatedBy)).ToListAsync(ct);
        return Results.Ok(new RuleList(rows, NoticeRule.Possible, null));
    }

    /// <summary>201 with the id; it holds from the next message on. 400 <c>request.invalid</c>; 409 <c>rule.too-many</c> beyond 50.</summary>
    private static Task<IResult> CreateAsync(NewRule rule, HttpContext http, Caller caller, IIdempotentWork idempotent)
    {
        if (rule.Templates.FirstOrDefault(t => !NoticeRule.Possible.Contains(t)) is not null)
            throw Problems.InvalidField("templates", $"Rules may name {string.Join(", ", NoticeRule.Possible)}.");
        if (rule.Role is null == rule.TeamId is null) throw Problems.InvalidField("role", "A rule names either a role or a team.");
        return idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var db = work.Db<NotificationDb>();
            await SettingsCache.ChangedAsync(caller.Tenant, work, ct);
            if (await db.NoticeRules.CountAsync(r => r.Tenant == caller.Tenant, ct) >= Most) throw Problems.Conflict("rule.too-many", $"A tenant may have {Most} rules.");
            var row = new NoticeRuleRow
            {
                Id = Guid.CreateVersion7(work.Now),
                Tenant = caller.Tenant,
                Templates = [.. rule.Templates.Distinct(StringComparer.Ordinal)],
                Role = rule.Role,
                TeamId = rule.TeamId,
                OfTeamId = rule.OfTeamId,
                SeverityAtMost = rule.SeverityAtMost,
                CreatedAt = work.Now,
                CreatedBy = caller.Name,
            };
            db.Add(row);
            return new Reply(StatusCodes.Status201Created, new RuleCreated(row.Id), $"/api/v1/notifications/rules/{row.Id}");
        });
    }

    /// <summary>204; 404 <c>rule.not-found</c>.</summary>
    private static async Task<IResult> DeleteAsync(Guid id, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        await SettingsCache.ChangedAsync(caller.Tenant, work, ct);
        if (await work.Db<NotificationDb>().NoticeRules.Where(r => r.Tenant == caller.Tenant && r.Id == id).ExecuteDeleteAsync(ct) == 0)
            throw Problems.NotFound("rule.not-found");
        await work.CommitAsync(ct);
        return Results.NoContent();
    }
}
