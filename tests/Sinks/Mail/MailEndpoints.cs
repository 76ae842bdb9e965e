namespace ServiceMesh.Sinks.Mail;

/// <summary>The mailbox over HTTP.</summary>
public static class MailEndpoints
{
    /// <summary>
    /// GET /mails?to=&amp;subject=&amp;after= (parts of recipient and subject, id to start behind), GET /mails/{id},
    /// GET /mails/counts (how often each Message-ID came), DELETE /mails.
    /// </summary>
    public static void MapMails(this IEndpointRouteBuilder app)
    {
        app.MapGet("/mails", (Mailbox mailbox, string? to, string? subject, long? after) =>
            new MailList(mailbox.Find(to, subject, after ?? 0)));
        app.MapGet("/mails/{id:long}", (Mailbox mailbox, long id) =>
            mailbox.Get(id) is { } mail ? Results.Ok(mail) : Results.NotFound());
        app.MapGet("/mails/counts", (Mailbox mailbox) => mailbox.MessageIds.Summary());
        app.MapDelete("/mails", (Mailbox mailbox) =>
        {
            mailbox.Clear();
            return Results.NoContent();
        });
    }
}

/// <summary>Mails in order of arrival.</summary>
public sealed record MailList(IReadOnlyList<ReceivedMail> Items);
