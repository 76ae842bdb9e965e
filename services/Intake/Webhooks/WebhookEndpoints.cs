using ServiceMesh.Intake.Calls;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Webhooks;

/// <summary><c>/webhooks/{channelId}</c>: platforms sign in by their signature over the raw body.</summary>
public static class WebhookEndpoints
{
    public static void MapWebhooks(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/webhooks/{channelId:guid}").WithTags("webhooks").AllowAnonymous();
        group.MapPost("/messages", MessageWebhook.HandleAsync).Accepts<ImMessage>("application/json");
        group.MapPost("/calls", CallWebhook.HandleAsync).Accepts<CallEvent>("application/json");
        // An id that is none is as unknown as any other; without this the answer would ask a platform to sign in.
        app.MapPost("/webhooks/{channelId}/{**rest}", IResult () => throw Problems.NotFound("channel.not-found")).AllowAnonymous().ExcludeFromDescription();
    }
}
