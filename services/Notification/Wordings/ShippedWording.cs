using System.ComponentModel.DataAnnotations;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Templates;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.Wordings;

/// <summary>What is said while a tenant has no wording of its own.</summary>
public sealed record ShippedWordingView(string Template, string Channel, string Language, string Subject, string Text);

/// <summary>The shipped wordings, to read and to begin an own one with.</summary>
internal static class ShippedWording
{
    public static void MapShippedWordings(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/notifications/templates/shipped", Show).RequireRoles(Roles.Admin, Roles.Manager, Roles.Ops);

    /// <summary>200; 400 <c>request.invalid</c> for a message that there is not.</summary>
    private static IResult Show(
        [Required] string template, [Required, RegularExpression("email|sms|voice|robot|im|in-app")] string channel, [Required, RegularExpression("zh|en")] string language, Renderer renderer)
    {
        if (!Template.All.Contains(template)) throw Problems.InvalidField("template", "There is no such message.");
        var texts = renderer.Shipped(template, language);
        return Results.Ok(new ShippedWordingView(template, channel, language, texts.Subject, channel == DeliveryChannels.Email ? texts.Mail : texts.Brief));
    }
}
