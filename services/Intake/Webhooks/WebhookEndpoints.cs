using ServiceMesh.Intake.Calls;
using ServiceMesh.Intake.Channels.Generic;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Receiving;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Webhooks;

/// <summary>
/// <c>/webhooks/{channelId}</c>: platforms sign in by their own signature. <c>/messages</c> and <c>/calls</c> take Standard Webhooks,
/// <c>/events</c> the platforms that sign the body, <c>/s/{secret}</c> those that do not, <c>/voice</c> hotlines, <c>/mail/{secret}</c> mail that a provider hands over.
/// </summary>
public static class WebhookEndpoints
{
    private static readonly string[] s_tries = [HttpMethods.Get, HttpMethods.Post];

    public static void MapWebhooks(this IEndpointRouteBuilder app)
    {
        // Whatever a platform says its body is: a route that looked at that would answer 404 to one that says nothing.
        var group = app.MapGroup("/webhooks/{channelId:guid}").WithTags("webhooks").AllowAnonymous();
        group.MapPost("/messages", (Guid channelId, HttpContext http, IntakeDb db, ChannelReceiver receiver) =>
            receiver.ReceiveAsync(http, db, channelId, "messages")).Accepts<ImMessage>("application/json", "*/*");
        group.MapPost("/calls", (Guid channelId, HttpContext http, IntakeDb db, ChannelReceiver receiver) =>
            receiver.ReceiveAsync(http, db, channelId, "calls")).Accepts<CallEvent>("application/json", "*/*");
        group.MapMethods("/events", s_tries, (Guid channelId, HttpContext http, IntakeDb db, ChannelReceiver receiver) =>
            receiver.ReceiveAsync(http, db, channelId, "events"));
        group.MapPost("/s/{secret}", (Guid channelId, string secret, HttpContext http, IntakeDb db, ChannelReceiver receiver) =>
            receiver.ReceiveAsync(http, db, channelId, "s", secret));
        group.MapPost("/mail/{secret}", (Guid channelId, string secret, HttpContext http, IntakeDb db, ChannelReceiver receiver) =>
            receiver.ReceiveAsync(http, db, channelId, "mail", secret));
        group.MapPost("/voice/{step?}", (Guid channelId, string? step, HttpContext http, IntakeDb db, ChannelReceiver receiver) =>
            receiver.ReceiveAsync(http, db, channelId, "voice", rest: step ?? ""));
        // An id that is none is as unknown as any other; without this the answer would ask a platform to sign in.
        app.MapMethods("/webhooks/{channelId}/{**rest}", s_tries, IResult () => throw Problems.NotFound("channel.not-found"))
            .AllowAnonymous().ExcludeFromDescription();
    }
}
