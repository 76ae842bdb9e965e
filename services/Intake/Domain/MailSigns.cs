using System.Text.RegularExpressions;

namespace ServiceMesh.Intake.Domain;

/// <summary>What a mail is besides somebody's words.</summary>
public enum MailNature
{
    /// <summary>Somebody wrote it.</summary>
    Personal,

    /// <summary>A program answered: an absence, a receipt, a list.</summary>
    Automatic,

    /// <summary>A mail system tells that a mail could not be delivered.</summary>
    Bounce,

    /// <summary>A mail of ours that came round.</summary>
    Loop,
}

/// <summary>How far a mail's sender is known to be who it says.</summary>
public enum SenderTrust
{
    /// <summary>The provider tells nothing of it.</summary>
    Untold,
    Proven,
    Failed,
}

/// <summary>Headers of a mail, by lower-case name, each with all its values.</summary>
public sealed class MailHeaders
{
    private const int Most = 500;
    private readonly ILookup<string, string> _values;

    private MailHeaders(ILookup<string, string> values) => _values = values;

    /// <summary>Reads header lines; folded ones are joined.</summary>
    public static MailHeaders Parse(string text)
    {
        var lines = new List<string>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Take(Most * 4))
        {
            if (line.Length > 0 && line[0] is ' ' or '\t' && lines.Count > 0)
                lines[^1] += " " + line.Trim();
            else if (line.Length > 0 && lines.Count < Most)
                lines.Add(line);
        }

        return Of(lines.Select(l => (Line: l, Colon: l.IndexOf(':', StringComparison.Ordinal))).Where(l => l.Colon > 0).Select(l => (l.Line[..l.Colon], l.Line[(l.Colon + 1)..].Trim())));
    }

    /// <summary>From names and values.</summary>
    public static MailHeaders Of(IEnumerable<(string Name, string Value)> headers) => new(headers.ToLookup(h => h.Name.Trim().ToLowerInvariant(), h => h.Value));

    /// <summary>The first value; empty for none.</summary>
    public string this[string name] => _values[name].FirstOrDefault() ?? "";

    /// <summary>All values.</summary>
    public IEnumerable<string> All(string name) => _values[name];
}

/// <summary>Judges a mail by its headers.</summary>
public static partial class MailSigns
{
    private static readonly HashSet<string> s_bulk = new(StringComparer.OrdinalIgnoreCase) { "bulk", "junk", "list", "auto_reply", "auto-reply" };

    /// <summary>What a mail is; whatever is not plainly a person's is not taken for one.</summary>
    /// <param name="from">The sender's address; empty for the null sender.</param>
    /// <param name="ownAddresses">Addresses that we send from and receive at.</param>
    public static MailNature Nature(MailHeaders headers, string from, string subject, IReadOnlyCollection<string> ownAddresses)
    {
        var type = headers["content-type"];
        if (type.Contains("report-type=delivery-status", StringComparison.OrdinalIgnoreCase) || type.Contains("report-type=\"delivery-status\"", StringComparison.OrdinalIgnoreCase)
            || headers["x-failed-recipients"].Length > 0 || (IsDaemon(from) && BounceSubject().IsMatch(subject)))
        {
            return MailNature.Bounce;
        }

        if (headers["x-servicemesh-delivery"].Length > 0 || ownAddresses.Contains(from, StringComparer.OrdinalIgnoreCase))
            return MailNature.Loop;
        var submitted = headers["auto-submitted"];
        var automatic = (submitted.Length > 0 && !submitted.StartsWith("no", StringComparison.OrdinalIgnoreCase))
            || s_bulk.Contains(headers["precedence"].Trim()) || headers["x-autoreply"].Length > 0 || headers["x-autorespond"].Length > 0
            || headers["list-id"].Length > 0 || headers["return-path"].Trim() == "<>" || IsDaemon(from) || AutoSubject().IsMatch(subject);
        return automatic ? MailNature.Automatic : MailNature.Personal;
    }

    /// <summary>Whether the provider found that the sender's domain sent the mail: SPF or DKIM in the provider's own fields or headers.</summary>
    /// <param name="verdicts">What the provider says beside the mail, for example <c>pass</c> or <c>{@example.com : pass}</c>.</param>
    public static SenderTrust Trust(IEnumerable<string> verdicts)
    {
        var told = verdicts.Where(v => !string.IsNullOrWhiteSpace(v)).ToList();
        if (told.Count == 0)
            return SenderTrust.Untold;
        return told.Any(v => Pass().IsMatch(v)) ? SenderTrust.Proven : SenderTrust.Failed;
    }

    /// <summary>Our deliveries that a bounce speaks of: their Message-IDs begin with 32 digits.</summary>
    public static IReadOnlyList<Guid> Deliveries(string text) =>
        [.. OwnId().Matches(text).Select(m => Guid.ParseExact(m.Groups[1].Value, "N")).Distinct().Take(10)];

    /// <summary>Tickets that a mail answers, by the root of the threads of our mails.</summary>
    public static IReadOnlyList<Guid> Threads(MailHeaders headers) =>
        [.. ThreadRoot().Matches(headers["in-reply-to"] + " " + headers["references"]).Select(m => Guid.ParseExact(m.Groups[1].Value, "N")).Distinct().Take(10)];

    /// <summary>A ticket's number in a subject; null for none.</summary>
    public static string? Number(string subject) => TicketNumberIn().Match(subject) is { Success: true } m ? m.Value : null;

    /// <summary>The enhanced status code (RFC 3463) of a bounce; null when none is told.</summary>
    public static string? Status(string report) =>
        StatusLine().Match(report) is { Success: true } line ? line.Groups[1].Value : StatusInText().Match(report) is { Success: true } m ? m.Groups[1].Value : null;

    private static bool IsDaemon(string from)
    {
        var local = from.Split('@')[0].ToLowerInvariant();
        return from.Length == 0 || local is "mailer-daemon" or "postmaster" or "mail-daemon" or "bounce" or "bounces";
    }

    [GeneratedRegex(@"undeliver|delivery (status|failure|has failed)|returned (mail|to sender)|failure notice|mail delivery|退信|投递失败|系统退信|unzustellbar", RegexOptions.IgnoreCase)]
    private static partial Regex BounceSubject();

    [GeneratedRegex(@"\A\s*(auto(matic)?[ -]?(reply|response)|out of (the )?office|自动回复|自动答复|abwesenheitsnotiz)", RegexOptions.IgnoreCase)]
    private static partial Regex AutoSubject();

    [GeneratedRegex(@"\b(spf|dkim)\s*=\s*pass\b|:\s*pass\b|\A\s*pass\b", RegexOptions.IgnoreCase)]
    private static partial Regex Pass();

    [GeneratedRegex(@"<([0-9a-f]{32})@[A-Za-z0-9.\-]{1,255}>", RegexOptions.IgnoreCase)]
    private static partial Regex OwnId();

    [GeneratedRegex(@"<ticket-([0-9a-f]{32})@[A-Za-z0-9.\-]{1,255}>", RegexOptions.IgnoreCase)]
    private static partial Regex ThreadRoot();

    [GeneratedRegex(@"\bT-[0-9]{8}-[0-9]{6,10}\b")]
    private static partial Regex TicketNumberIn();

    [GeneratedRegex(@"^Status:\s*([245]\.[0-9]{1,3}\.[0-9]{1,3})", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex StatusLine();

    [GeneratedRegex(@"\b([45]\.[0-9]{1,3}\.[0-9]{1,3})\b")]
    private static partial Regex StatusInText();
}
