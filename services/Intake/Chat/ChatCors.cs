using Microsoft.AspNetCore.Cors.Infrastructure;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Chat;

/// <summary>
/// Which other sites' pages may talk to a chat: those that its channel names, or all. They never come with cookies: a visitor proves himself by
/// his session's token alone.
/// </summary>
internal sealed class ChatCors(ChatDoor door) : ICorsPolicyProvider
{
    /// <summary>The policy's name on endpoints.</summary>
    public const string Policy = "chat";

    /// <inheritdoc />
    public async Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        if (policyName != Policy || !Guid.TryParse(context.GetRouteValue("channelId") as string, out var id))
            return null;
        try
        {
            var channel = await door.ChannelAsync(context.RequestServices.GetRequiredService<IntakeDb>(), id, context.RequestAborted);
            return new CorsPolicyBuilder().SetIsOriginAllowed(origin => ChatDoor.Admits(channel, origin))
                .WithMethods("GET", "POST").WithHeaders("content-type", ChatDoor.Header).SetPreflightMaxAge(TimeSpan.FromHours(1)).Build();
        }
        catch (ProblemException)
        {
            // The endpoint says what is wrong.
            return null;
        }
    }
}
