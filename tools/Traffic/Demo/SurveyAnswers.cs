using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Demo;

/// <summary>The customers read their mails in the local mailbox and answer surveys by the link in them, as they would in a browser.</summary>
public sealed partial class SurveyAnswers(Uri mailbox, Vendor vendor, Random chance) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = mailbox, Timeout = TimeSpan.FromSeconds(10) };
    private readonly Queue<(string Path, string Language, string Who)> _invitations = new();
    private long? _read;

    /// <summary>Reads new mails, and answers one survey if there is one. Returns a line, or null.</summary>
    public async Task<string?> NextAsync(CancellationToken ct)
    {
        await ReadAsync(ct);
        while (_invitations.TryDequeue(out var invitation))
        {
            // Not everybody answers.
            if (chance.Next(100) < 35) continue;
            return await AnswerAsync(invitation.Path, invitation.Language, invitation.Who, ct);
        }
        return null;
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private async Task ReadAsync(CancellationToken ct)
    {
        var page = await _http.GetFromJsonAsync<Mails>($"/mails?to=@customer&after={(_read ?? 0).ToString(CultureInfo.InvariantCulture)}", GatewayClient.Json, ct);
        foreach (var mail in page?.Items ?? [])
        {
            var first = _read is null;
            _read = mail.Id;
            if (first || LinkPattern().Match(mail.Text) is not { Success: true } link) continue;
            var to = mail.To[0];
            var contact = vendor.Contacts.FirstOrDefault(c => string.Equals(c.Entry.Email, to, StringComparison.OrdinalIgnoreCase));
            _invitations.Enqueue((link.Value, contact?.Entry.Language ?? "en", contact?.Entry.Name ?? to));
        }
        _read ??= 0;
    }

    private async Task<string?> AnswerAsync(string path, string language, string who, CancellationToken ct)
    {
        var score = chance.Next(100) switch { < 45 => 5, < 75 => 4, < 87 => 3, < 95 => 2, _ => 1 };
        var comments = vendor.Book.Say(language).Comment;
        try
        {
            await vendor.Gateway.GetPageAsync(path, ct);
            await vendor.Gateway.PostFormAsync(path, new Dictionary<string, string>
            {
                ["score"] = score.ToString(CultureInfo.InvariantCulture),
                ["solved"] = score >= 3 ? "yes" : "no",
                ["comment"] = chance.Next(2) == 0 ? comments[score >= 4 ? chance.Next(2) : chance.Next(2, 4)] : "",
            }, ct);
            return $"{who} answers the survey: {score} of 5";
        }
        catch (GatewayException e) when (e.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.Conflict)
        {
            // Withdrawn or answered meanwhile.
            return null;
        }
    }

    [GeneratedRegex("/s/[A-Za-z0-9_-]{20,}", RegexOptions.None, 1000)]
    private static partial Regex LinkPattern();

    private sealed record Mails(IReadOnlyList<Mail> Items);

    private sealed record Mail(long Id, IReadOnlyList<string> To, string Text);
}
