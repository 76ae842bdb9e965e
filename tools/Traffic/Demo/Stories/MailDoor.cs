namespace ServiceMesh.Traffic.Demo.Stories;

/// <summary>A mail provider that hands mail over as form fields, as SendGrid's Inbound Parse and its like do.</summary>
internal static class MailDoor
{
    private const string Mailbox = "service@vendor.example";

    public static Task<Door> OpenAsync(Scene scene, CancellationToken ct) =>
        scene.Doors.OpenAsync("mail", "Service mailbox 服务邮箱 (demo)", () => new Dictionary<string, string> { ["address"] = Mailbox }, ct);

    /// <summary>Hands a mail over; its sender is proven (SPF).</summary>
    /// <param name="answers">The Message-ID or thread that it answers; null for a new mail.</param>
    public static async Task<MailTaken> SendAsync(Scene scene, Door door, string from, string subject, string text, string? answers, CancellationToken ct)
    {
        var headers = $"Message-ID: <{Guid.NewGuid():N}@mail.example>\n" + (answers is null ? "" : $"In-Reply-To: {answers}\nReferences: {answers}\n");
        using var form = new MultipartFormDataContent
        {
            { new StringContent(from), "from" }, { new StringContent(Mailbox), "to" }, { new StringContent(subject), "subject" }, { new StringContent(text), "text" },
            { new StringContent(headers), "headers" }, { new StringContent("pass"), "SPF" },
        };
        return await scene.Gateway.PostContentAsync<MailTaken>(door.Path, form, ct);
    }
}

/// <summary>What became of a mail.</summary>
/// <param name="Outcome"><c>opened</c>, <c>joined</c>, <c>noted</c>, <c>bounce</c>, <c>ignored</c> or <c>repeated</c>.</param>
internal sealed record MailTaken(string Outcome, Guid? TicketId, string? Number);
