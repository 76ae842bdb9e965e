using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;

namespace ServiceMesh.Intake.Channels.Mail;

/// <summary>A mail that a provider handed over.</summary>
/// <param name="Id">The mail's Message-ID, else a hash of what came.</param>
/// <param name="From">The sender's address in lower case; empty for the null sender of mail systems.</param>
/// <param name="To">Addresses it was sent to, the envelope's included.</param>
/// <param name="Report">What a mail system says of a mail that came back.</param>
public sealed record InboundMail(
    string Id, string From, string? FromName, IReadOnlyList<string> To, string Subject, string Text, MailHeaders Headers, SenderTrust Trust,
    IReadOnlyList<MailFile> Files, string Report) : Inbound;

/// <summary>
/// Mail that a provider posts: form fields (from, to, subject, text, html, headers and files, by the names that SendGrid, Mailgun and their like use) or the raw
/// mail. Providers sign in too many ways; the address carries a secret of 128 bits. See docs/channels/mail.md.
/// </summary>
public sealed partial class MailAdapter : IChannelAdapter
{
    public const string Address = "address";
    public const string Unproven = "unprovenSenders";

    /// <inheritdoc />
    public ChannelKind Kind => ChannelKind.Mail;

    /// <inheritdoc />
    public ChannelTraits Traits { get; } = new("mail")
    {
        SecretInUrl = true,
        LargestBody = 30 * 1024 * 1024,
        Fields = [new(Address, Secret: false, OneAddress()), new(Unproven, Secret: false, YesNo(), Required: false)],
    };

    /// <inheritdoc />
    public ReadOnlyMemory<byte> Open(PlatformRequest request) => request.IsHandshake ? throw ChannelFaults.BadSignature() : request.Body;

    /// <inheritdoc />
    public Inbound Read(PlatformRequest request, ReadOnlyMemory<byte> plain)
    {
        var type = request.Header("Content-Type");
        if (type.StartsWith("message/rfc822", StringComparison.OrdinalIgnoreCase))
            return OfRaw(plain.Span, new MailForm());
        var form = MailForm.Read(type, plain);
        return form.First("email", "body-mime") is { Length: > 0 } raw ? OfRaw(Encoding.Latin1.GetBytes(raw), form) : OfFields(form, plain.Span);
    }

    private static InboundMail OfRaw(ReadOnlySpan<byte> raw, MailForm form)
    {
        var mime = MimeReader.Read(raw);
        return Make(
            mime.Headers, form, mime.Headers["from"], mime.Headers.All("to").Concat(mime.Headers.All("cc")).Concat(mime.Headers.All("delivered-to")), mime.Headers["subject"], mime.Text, mime.Html,
            mime.Files, mime.Report, raw);
    }

    private static InboundMail OfFields(MailForm form, ReadOnlySpan<byte> body)
    {
        var headers = form.First("message-headers") is { Length: > 0 } json ? MailForm.HeaderPairs(json) : MailHeaders.Parse(form.First("headers") ?? "");
        // Reports that providers attach as files of their own.
        var report = string.Join('\n', form.Files.Where(f => f.Content.Length < 200_000).Select(f => Encoding.Latin1.GetString(f.Content)).Where(t => t.Contains("Final-Recipient", StringComparison.OrdinalIgnoreCase)));
        return Make(
            headers, form, form.First("from") ?? headers["from"], [form.First("to") ?? "", form.First("cc") ?? "", form.First("recipient") ?? ""], form.First("subject") ?? headers["subject"],
            form.First("text", "body-plain"), form.First("html", "body-html"), form.Files, report, body);
    }

    private static InboundMail Make(
        MailHeaders headers, MailForm form, string from, IEnumerable<string> to, string subject, string? text, string? html, IReadOnlyList<MailFile> files, string report, ReadOnlySpan<byte> body)
    {
        var sender = Sender(MimeWords.Decode(from));
        if (sender is null && headers["return-path"].Trim() != "<>" && form.Envelope.From != "" && report.Length == 0)
            throw ChannelFaults.Malformed("from is needed: one e-mail address.");
        var recipients = to.Concat(form.Envelope.To).SelectMany(Addresses).Distinct().Take(100).ToList();
        var id = headers["message-id"].Trim() is { Length: > 0 } given ? given : form.First("message-id") ?? "";
        if (Tidy.Id(id) is not { } known)
            known = Convert.ToHexStringLower(SHA256.HashData(body));
        var words = !string.IsNullOrWhiteSpace(text) ? text : html is null ? "" : MailText.OfHtml(html);
        return new InboundMail(
            known, sender?.Address.ToLowerInvariant() ?? "", Tidy.Line(sender?.DisplayName, 200), recipients, Tidy.Line(MimeWords.Decode(subject), 200) ?? "", Tidy.Text(words), headers,
            MailSigns.Trust([form.First("spf") ?? "", form.First("dkim") ?? "", form.First("x-mailgun-spf") ?? "", form.First("x-mailgun-dkim-check-result") ?? ""]), files, report);
    }

    private static MailAddress? Sender(string from) => MailAddress.TryCreate(from.Split('\n')[0].Trim(), out var address) && new MailAddressAttribute().IsValid(address.Address) ? address : null;

    /// <summary>Every address in a header, whatever stands around it.</summary>
    private static IEnumerable<string> Addresses(string header) => AnyAddress().Matches(header.Length > 20_000 ? header[..20_000] : header).Select(m => m.Value.ToLowerInvariant());

    [GeneratedRegex(@"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~\-]{1,120}@[A-Za-z0-9.\-]{1,255}")]
    private static partial Regex AnyAddress();

    [GeneratedRegex(@"\A[A-Za-z0-9._\-]{1,64}@[A-Za-z0-9.\-]{1,255}\z")]
    private static partial Regex OneAddress();

    [GeneratedRegex(@"\A(yes|no)\z")]
    private static partial Regex YesNo();
}
