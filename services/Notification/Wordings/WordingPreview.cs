using Microsoft.EntityFrameworkCore;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Notices;
using ServiceMesh.Notification.Persistence;
using ServiceMesh.Notification.Templates;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.Wordings;

/// <summary>A wording filled with what really happened.</summary>
/// <param name="DeliveryId">The past message whose values it has.</param>
public sealed record Preview(Guid DeliveryId, string Subject, string Text, string? Html);

/// <summary>Shows a wording, saved or not, with the values of a past message of this tenant; links stay masked.</summary>
internal static class WordingPreview
{
    /// <summary>200. 400 as when saving; 404 <c>template.no-past-event</c> when this message was never sent.</summary>
    /// <param name="delivery">The past message; the newest of its kind when left out.</param>
    public static async Task<IResult> ShowAsync(NewWording wording, Guid? delivery, Caller caller, NotificationDb db, Renderer renderer, CancellationToken ct)
    {
        WordingRoutes.Check(wording, renderer);
        var past = await db.Deliveries.AsNoTracking()
            .Where(d => d.Tenant == caller.Tenant && d.Template == wording.Template && d.Facts != null && (delivery == null || d.Id == delivery))
            .OrderByDescending(d => d.Id).FirstOrDefaultAsync(ct) ?? throw Problems.NotFound("template.no-past-event");
        var brand = await db.Tenants.AsNoTracking().Where(t => t.Tenant == caller.Tenant).Select(t => t.Brand).FirstOrDefaultAsync(ct);
        var content = PastContent.Read(past.Facts!).Content(wording.Template, wording.Language, wording.Brand ?? brand ?? KnownTenant.Unknown.Brand, past.RecipientName);
        var own = CustomTemplate.Compile(0, wording.Subject, wording.Text, wording.Html);
        if (wording.Channel == DeliveryChannels.Email)
        {
            var mail = renderer.Mail(content, own);
            return Results.Ok(new Preview(past.Id, mail.Subject, mail.Text, mail.Html));
        }
        var (subject, text) = renderer.Brief(content, wording.Channel, own);
        return Results.Ok(new Preview(past.Id, subject, text, null));
    }
}
