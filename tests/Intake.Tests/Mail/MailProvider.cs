using System.Text;
using System.Text.Json;

namespace ServiceMesh.Intake.Tests.Mail;

/// <summary>A mail provider that hands mail over as form fields, as SendGrid's Inbound Parse does.</summary>
internal sealed class MailProvider(HttpClient client, string path)
{
    public const string Mailbox = "reply@vendor.example";

    public static async Task<MailProvider> ForAsync(Vendor vendor, string? unproven = null)
    {
        var made = await vendor.Staff.PostAsync("/api/v1/channels", new { kind = "mail", name = "Mail", settings = new { address = Mailbox, unprovenSenders = unproven } });
        return new MailProvider(vendor.Host.Anonymous(), new Uri(made.Text("webhookUrl")).AbsolutePath);
    }

    public async Task<JsonElement> SendAsync(
        string from, string subject, string? text, string? id = null, string to = Mailbox, string headers = "", string? spf = "pass", string? html = null, int status = 202,
        params (string Name, byte[] Content)[] files)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(from), "from" }, { new StringContent(to), "to" }, { new StringContent(subject), "subject" },
            { new StringContent($"Message-ID: {id ?? $"<{Guid.NewGuid()}@mail.example>"}\n{headers}"), "headers" },
        };
        if (text is not null)
            form.Add(new StringContent(text), "text");
        if (html is not null)
            form.Add(new StringContent(html), "html");
        if (spf is not null)
            form.Add(new StringContent(spf), "SPF");
        foreach (var (name, content) in files)
            form.Add(new ByteArrayContent(content), $"attachment{name.Length}", name);
        using var answer = await client.PostAsync(path, form);
        return await Http.ReadAsync(answer, status);
    }

    public async Task<JsonElement> SendRawAsync(string mime, int status = 202)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(mime));
        content.Headers.TryAddWithoutValidation("Content-Type", "message/rfc822");
        using var answer = await client.PostAsync(path, content);
        return await Http.ReadAsync(answer, status);
    }

    public async Task<int> StatusAsync(byte[] body, string type)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await client.PostAsync(path, content);
        return (int)answer.StatusCode;
    }

    public MailProvider WithSecret(string secret) => new(client, path[..(path.LastIndexOf('/') + 1)] + secret);
}
