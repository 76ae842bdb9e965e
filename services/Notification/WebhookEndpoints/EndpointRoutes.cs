using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Announcements;
using ServiceMesh.Notification.Persistence;
using ServiceMesh.Notification.Sending.Http;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.WebhookEndpoints;

/// <summary>A new endpoint.</summary>
/// <param name="Url">https on port 443 or 8443, on the public internet; without user name, password or fragment.</param>
/// <param name="Events">Names of events, for example <c>TicketOpened</c>, or <c>*</c> for all.</param>
public sealed record NewEndpoint(
    [property: Required, StringLength(2000, MinimumLength = 1)] string Url,
    [property: Required, MinLength(1), MaxLength(50)] IReadOnlyList<string> Events);

/// <summary>An endpoint as it is shown; its secret is shown only once, when it is made.</summary>
/// <param name="DisabledReason"><c>gone</c> (it answered 410) or <c>failing</c> (it took nothing for days); null while it is on.</param>
/// <param name="FailingSince">Since when every attempt has failed; null when the last one arrived.</param>
/// <param name="OverlapUntil">Until when messages are signed with the secret before the last rotation too; null: they are not.</param>
public sealed record EndpointView(
    Guid Id, string Url, IReadOnlyList<string> Events, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt, string? DisabledReason, DateTimeOffset? FailingSince,
    DateTimeOffset? OverlapUntil);

/// <summary>A new endpoint's id and, this once, its signing secret.</summary>
public sealed record EndpointCreated(Guid Id, string Secret);

/// <summary>All endpoints of a tenant.</summary>
/// <param name="Events">The events that an endpoint may want.</param>
/// <param name="Next">Always null: there are few.</param>
public sealed record EndpointList(IReadOnlyList<EndpointView> Items, IReadOnlyList<string> Events, string? Next);

/// <summary>A tenant's webhook endpoints.</summary>
internal static class EndpointRoutes
{
    private static readonly HashSet<string> s_events = new(StringComparer.Ordinal)
    {
        "*", nameof(TicketOpened), nameof(TicketAssigned), nameof(TicketResolved), nameof(TicketReopened), nameof(TicketClosed), nameof(TicketCancelled),
        nameof(TicketEscalated), nameof(AgentMessageSent), nameof(SlaWarned), nameof(SlaBreached), nameof(SlaEscalated), nameof(SurveyAnswered), nameof(FollowUpDue), nameof(ReopenProposed),
        nameof(MaintenanceRunDue), nameof(MaintenanceRunStarted), nameof(MaintenanceRunCompleted), nameof(MaintenanceRunOverdue), nameof(MaintenanceRunEscalated), nameof(CertificateExpiring),
        AnnouncementStates.Started,
    };

    public static void MapWebhookEndpoints(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/webhook-endpoints");
        group.MapGet("/", ListAsync).RequireRoles(Roles.Admin, Roles.Ops);
        group.MapPost("/", CreateAsync).RequireRoles(Roles.Admin);
        group.MapDelete("/{id:guid}", DeleteAsync).RequireRoles(Roles.Admin);
    }

    /// <summary>200 with all endpoints of the tenant.</summary>
    private static async Task<IResult> ListAsync(Caller caller, NotificationDb db, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var rows = await db.WebhookEndpoints.AsNoTracking().Where(e => e.Tenant == caller.Tenant).OrderBy(e => e.Id)
            .Select(e => new EndpointView(e.Id, e.Url, e.Events, e.CreatedAt, e.DisabledAt, e.DisabledReason, e.FailingSince, e.PreviousUntil > now ? e.PreviousUntil : null)).ToListAsync(ct);
        return Results.Ok(new EndpointList(rows, [.. s_events.Order(StringComparer.Ordinal)], null));
    }

    /// <summary>201 with the id and, this once, the signing secret. 400 <c>webhook.bad-target</c> or <c>webhook.unknown-event</c>; 409 <c>webhook.too-many</c>.</summary>
    private static async Task<IResult> CreateAsync(
        NewEndpoint endpoint, HttpContext http, Caller caller, IIdempotentWork idempotent, LinkTokens tokens, TargetPolicy targets,
        IOptions<NotificationOptions> options)
    {
        if (targets.Objection(endpoint.Url) is { } objection) throw Problems.Invalid("webhook.bad-target", objection);
        if (endpoint.Events.FirstOrDefault(e => !s_events.Contains(e)) is not null)
            throw Problems.Invalid("webhook.unknown-event", $"Events are {string.Join(", ", s_events.Order(StringComparer.Ordinal))}.");
        var answer = await idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            await RefuseTooManyAsync(work, caller.Tenant, options.Value.WebhookEndpointsPerTenant, ct);
            var sealedSecret = tokens.Mint().Sealed;
            var row = new WebhookEndpointRow
            {
                Id = Guid.CreateVersion7(work.Now),
                Tenant = caller.Tenant,
                Url = endpoint.Url,
                Events = [.. endpoint.Events.Distinct(StringComparer.Ordinal)],
                SealedSecret = sealedSecret,
                CreatedAt = work.Now,
                CreatedBy = Guid.TryParse(caller.AccountId, out var account) ? account : null,
            };
            work.Db<NotificationDb>().Add(row);
            return new Reply(StatusCodes.Status201Created, new EndpointCreated(row.Id, sealedSecret), $"/api/v1/webhook-endpoints/{row.Id}");
        });
        return new OpenedSecret(answer, tokens);
    }

    /// <summary>204; 404 <c>webhook.not-found</c>. What is queued for the endpoint is dropped when it is due.</summary>
    private static async Task<IResult> DeleteAsync(Guid id, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var deleted = await work.Db<NotificationDb>().WebhookEndpoints.Where(e => e.Tenant == caller.Tenant && e.Id == id).ExecuteDeleteAsync(ct);
        if (deleted == 0) throw Problems.NotFound("webhook.not-found");
        await work.CommitAsync(ct);
        return Results.NoContent();
    }

    /// <summary>Counts under a lock of the tenant's own, so that two requests at once cannot both take the last place.</summary>
    private static async Task RefuseTooManyAsync(Work work, string tenant, int most, CancellationToken ct)
    {
        await using (var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtextextended('webhook-endpoints/' || $1, 0))", work.Connection, work.Transaction))
        {
            command.Parameters.Add(new() { Value = tenant });
            await command.ExecuteNonQueryAsync(ct);
        }
        if (await work.Db<NotificationDb>().WebhookEndpoints.CountAsync(e => e.Tenant == tenant, ct) >= most)
            throw Problems.Conflict("webhook.too-many", $"A tenant may have {most} endpoints.");
    }
}
