using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using ServiceMesh.Intake.Domain;

namespace ServiceMesh.Intake.Channels.Mail;

/// <summary>The form that a provider posts: multipart with files, or URL-encoded. Names of fields count in any case.</summary>
internal sealed class MailForm
{
    private const int MostParts = 200;
    private const int LongestField = 4 * 1024 * 1024;
    private readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);

    public List<MailFile> Files { get; } = [];

    /// <summary>The envelope, where the provider tells it: the sender (empty for the null sender, null when not told) and recipients.</summary>
    public (string? From, IReadOnlyList<string> To) Envelope { get; private set; } = (null, []);

    /// <summary>The first of these fields that is there.</summary>
    public string? First(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_fields.TryGetValue(name, out var value))
                return value;
        }

        return null;
    }

    /// <summary>Reads a form; 400 <c>request.invalid</c> when it is none.</summary>
    public static MailForm Read(string contentType, ReadOnlyMemory<byte> body)
    {
        var form = new MailForm();
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
            throw ChannelFaults.Malformed("The body must be a form or a raw mail.");
        if (type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            foreach (var (name, values) in QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body.Span)))
                form._fields.TryAdd(name, values.ToString());
        }
        else if (type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= 200 } boundary)
        {
            form.ReadParts(boundary, body);
        }
        else
        {
            throw ChannelFaults.Malformed("The body must be a form or a raw mail.");
        }

        form.ReadEnvelope();
        return form;
    }

    /// <summary>Headers as a JSON list of pairs.</summary>
    public static MailHeaders HeaderPairs(string json)
    {
        try
        {
            var pairs = JsonSerializer.Deserialize<string[][]>(json) ?? [];
            return MailHeaders.Of(pairs.Where(p => p.Length == 2).Take(500).Select(p => (p[0], p[1])));
        }
        catch (JsonException)
        {
            throw ChannelFaults.Malformed("message-headers is no list of pairs.");
        }
    }

    private void ReadParts(string boundary, ReadOnlyMemory<byte> body)
    {
        try
        {
            // Everything is in memory: nothing here really waits.
            using var stream = new MemoryStream(body.ToArray(), writable: false);
            var reader = new MultipartReader(boundary, stream) { HeadersCountLimit = 20, HeadersLengthLimit = 16 * 1024, BodyLengthLimit = body.Length };
            for (var count = 0; reader.ReadNextSectionAsync().GetAwaiter().GetResult() is { } part; count++)
            {
                if (count >= MostParts)
                    throw ChannelFaults.Malformed("The form has too many parts.");
                Keep(part);
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw ChannelFaults.Malformed("The form is broken.");
        }
    }

    private void Keep(MultipartSection part)
    {
        if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition))
            return;
        using var content = new MemoryStream();
        part.Body.CopyTo(content);
        var file = disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
        if (file.HasValue)
            Files.Add(new MailFile(MimeWords.Decode(HeaderUtilities.RemoveQuotes(file).Value ?? ""), content.ToArray()));
        else if (content.Length <= LongestField && HeaderUtilities.RemoveQuotes(disposition.Name).Value is { Length: > 0 } name)
            _fields.TryAdd(name, (name is "email" or "body-mime" ? Encoding.Latin1 : Encoding.UTF8).GetString(content.ToArray()));
        else if (HeaderUtilities.RemoveQuotes(disposition.Name).Value is "email" or "body-mime")
            _fields.TryAdd(HeaderUtilities.RemoveQuotes(disposition.Name).Value!, Encoding.Latin1.GetString(content.ToArray()));
    }

    private void ReadEnvelope()
    {
        if (First("envelope") is not { Length: > 0 } json)
            return;
        try
        {
            var envelope = JsonSerializer.Deserialize<EnvelopeShape>(json, JsonSerializerOptions.Web);
            Envelope = (envelope?.From, envelope?.To ?? []);
        }
        catch (JsonException)
        {
            throw ChannelFaults.Malformed("envelope is no JSON object.");
        }
    }

    private sealed record EnvelopeShape(string? From, string[]? To);
}
