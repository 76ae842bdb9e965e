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
        var brand = await NameAsync(wording, caller.Tenant, past.Id, db, ct);
        var content = PastContent.Read(past.Facts!).Content(wording.Template, wording.Language, brand, past.RecipientName);
        var own = CustomTemplate.Compile(0, wording.Subject, wording.Text, wording.Html);
        if (wording.Channel == DeliveryChannels.Email)
        {
            var mail = renderer.Mail(content, own);
            return Results.Ok(new Preview(past.Id, mail.Subject, mail.Text, mail.Html));
        }
        var (subject, text) = renderer.Brief(content, wording.Channel, own);
        return Results.Ok(new Preview(past.Id, subject, text, null));
    }

    /// <summary>What the brand of the wording is called; for all brands: the name that the past message spoke under.</summary>
    private static async Task<string> NameAsync(NewWording wording, string tenant, Guid past, NotificationDb db, CancellationToken ct)
    {
        var (code, chinese) = (wording.Brand ?? "", wording.Language == "zh");
        var names = await db.Database.SqlQuery<string>(
            $"""
            SELECT coalesce(CASE WHEN {chinese} THEN br.name_zh ELSE br.name_en END, nullif({code}, ''), d.brand, t.brand) AS "Value"
            FROM deliveries d LEFT JOIN tenant_copies t ON t.tenant = d.tenant LEFT JOIN brand_copies br ON br.tenant = d.tenant AND br.code = {code}
            WHERE d.tenant = {tenant} AND d.id = {past}
            """).ToListAsync(ct);
        return names.FirstOrDefault() ?? KnownTenant.Unknown.Brand;
    }
}
