using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Deliveries;
using ServiceMesh.Notification.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.WebhookEndpoints;

/// <summary>A change of secret.</summary>
/// <param name="OverlapHours">0 to 168: how long messages are signed with the old secret too.</param>
public sealed record SecretRotation([property: Range(0, 168)] int OverlapHours = 24);

/// <summary>A wish to have messages again.</summary>
/// <param name="Since">From when on they were made; at most as long ago as messages are kept (30 days, if not set otherwise).</param>
/// <param name="FailedOnly">True: only what did not arrive; false: everything, with the ids it had.</param>
public sealed record Replay([property: Required] DateTimeOffset? Since, bool FailedOnly = true);

/// <summary>How many messages are sent again.</summary>
public sealed record Replayed(int Count);

/// <summary>Looking after endpoints: new secrets, switching on again, sending again.</summary>
internal static class EndpointCare
{
    public static void MapEndpointCare(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/webhook-endpoints/{id:guid}");
        group.MapPost("/rotate-secret", RotateAsync).RequireRoles(Roles.Admin);
        group.MapPost("/enable", EnableAsync).RequireRoles(Roles.Admin);
        group.MapPost("/replay", ReplayAsync).RequireRoles(Roles.Admin, Roles.Ops);
    }

    /// <summary>200 with the new secret, this once. Until the overlap ends both secrets sign. 404 <c>webhook.not-found</c>.</summary>
    private static async Task<IResult> RotateAsync(Guid id, SecretRotation rotation, HttpContext http, Caller caller, IIdempotentWork idempotent, LinkTokens tokens)
    {
        var answer = await idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var row = await EndpointAsync(work, caller, id, ct);
            row.PreviousSecret = rotation.OverlapHours > 0 ? row.SealedSecret : null;
            row.PreviousUntil = rotation.OverlapHours > 0 ? work.Now.AddHours(rotation.OverlapHours) : null;
            row.SealedSecret = tokens.Mint().Sealed;
            return new Reply(StatusCodes.Status200OK, new EndpointCreated(row.Id, row.SealedSecret));
        });
        return new OpenedSecret(answer, tokens);
    }

    /// <summary>204: messages go there again from now on. 404 <c>webhook.not-found</c>.</summary>
    private static async Task<IResult> EnableAsync(Guid id, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var row = await EndpointAsync(work, caller, id, ct);
        (row.DisabledAt, row.DisabledReason, row.FailingSince) = (null, null, null);
        await work.CommitAsync(ct);
        return Results.NoContent();
    }

    /// <summary>
    /// 202 with how many messages are sent again, at most 1,000, each with the webhook-id it had. 404 <c>webhook.not-found</c>; 409
    /// <c>webhook.disabled</c>.
    /// </summary>
    private static Task<IResult> ReplayAsync(Guid id, Replay replay, HttpContext http, Caller caller, IIdempotentWork idempotent, Requeue requeue, IOptions<NotificationOptions> options) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var row = await EndpointAsync(work, caller, id, ct);
            if (row.DisabledAt is not null) throw Problems.Conflict("webhook.disabled", "Switch the endpoint on first.");
            if (replay.Since < work.Now - options.Value.KeepMessages)
                throw Problems.InvalidField("since", string.Create(CultureInfo.InvariantCulture, $"Messages are kept for {options.Value.KeepMessages.TotalDays:0.##} days."));
            var count = await requeue.OfEndpointAsync(work, caller, id, replay.Since!.Value, replay.FailedOnly, ct);
            return new Reply(StatusCodes.Status202Accepted, new Replayed(count));
        });

    private static async Task<WebhookEndpointRow> EndpointAsync(Work work, Caller caller, Guid id, CancellationToken ct) =>
        await work.Db<NotificationDb>().WebhookEndpoints.FirstOrDefaultAsync(e => e.Tenant == caller.Tenant && e.Id == id, ct)
        ?? throw Problems.NotFound("webhook.not-found");
}
