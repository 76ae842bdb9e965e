using System.Diagnostics;
using System.Text.RegularExpressions;
using HandlebarsDotNet;

namespace ServiceMesh.Notification.Templates;

/// <summary>Why a wording is refused.</summary>
/// <param name="Field">The part that is wrong: <c>subject</c>, <c>text</c> or <c>html</c>.</param>
/// <param name="Message">What is wrong with it.</param>
public sealed record TemplateObjection(string Field, string Message);

/// <summary>
/// Decides whether a tenant's wording may be used: values, <c>if</c> and <c>unless</c>, and nothing else that the engine could do. What is
/// refused is named.
/// </summary>
public static partial class TemplateCheck
{
    public const int LongestSubject = 200;
    public const int LongestText = 20_000;
    public const int LongestHtml = 100_000;
    private const int MostTags = 500;
    private const int Deepest = 8;
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(250);

    /// <summary>What is wrong with it; null when it may be used.</summary>
    /// <param name="fields">The names it may use.</param>
    public static TemplateObjection? Objection(string subject, string text, string? html, IReadOnlySet<string> fields)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(fields);
        return In("subject", subject.Any(char.IsControl) ? "The subject must be one line." : Part(subject, LongestSubject, fields))
            ?? In("text", Part(text, LongestText, fields))
            ?? (html is null ? null : In("html", Part(html, LongestHtml, fields) ?? Markup(html)))
            ?? In("text", Trial(subject, text, html, fields));
    }

    private static TemplateObjection? In(string field, string? message) => message is null ? null : new TemplateObjection(field, message);

    private static string? Part(string template, int longest, IReadOnlySet<string> fields) =>
        template.Length > longest ? $"There may be {longest} characters." : Tags(template, fields);

    private static string? Tags(string template, IReadOnlySet<string> fields)
    {
        var open = new Stack<string>();
        var tags = 0;
        for (var at = template.IndexOf("{{", StringComparison.Ordinal); at >= 0; at = template.IndexOf("{{", at, StringComparison.Ordinal))
        {
            if (++tags > MostTags) return $"There may be {MostTags} tags.";
            var end = template.IndexOf("}}", at, StringComparison.Ordinal);
            if (end < 0) return "A tag is not closed.";
            var tag = template[(at + 2)..end];
            if (tag.StartsWith('{') || at > 0 && template[at - 1] == '\\') return "Only {{name}}, {{#if name}}, {{else}}, {{/if}}, {{#unless name}} and {{/unless}} are known.";
            if (Field().Match(tag) is { Success: true } field)
            {
                if (tag != "else" && !fields.Contains(field.Value)) return $"There is no value {field.Value} in this message.";
                if (tag == "else" && open.Count == 0) return "An else stands alone.";
            }
            else if (Begin().Match(tag) is { Success: true } begin)
            {
                if (!fields.Contains(begin.Groups[2].Value)) return $"There is no value {begin.Groups[2].Value} in this message.";
                open.Push(begin.Groups[1].Value);
                if (open.Count > Deepest) return $"Conditions may be {Deepest} deep.";
            }
            else if (End().Match(tag) is { Success: true } ending)
            {
                if (open.Count == 0 || open.Pop() != ending.Groups[1].Value) return "A condition is closed that was not opened.";
            }
            else
            {
                return "Only {{name}}, {{#if name}}, {{else}}, {{/if}}, {{#unless name}} and {{/unless}} are known.";
            }
            at = end + 2;
        }
        return open.Count > 0 ? "A condition is not closed." : null;
    }

    /// <summary>HTML of mails runs nothing and loads nothing; inside a tag stands no value but the link.</summary>
    private static string? Markup(string html)
    {
        if (Executable().IsMatch(html)) return "HTML must not hold scripts, styles from elsewhere, forms, frames, handlers or addresses other than https and mailto.";
        foreach (Match tag in Element().Matches(html))
        {
            if (InElement().Matches(tag.Value).Any(m => m.Groups[1].Value != "link")) return "Inside an HTML tag only {{link}} may stand.";
        }
        return null;
    }

    /// <summary>A trial with long values shows what it costs.</summary>
    private static string? Trial(string subject, string text, string? html, IReadOnlySet<string> fields)
    {
        try
        {
            var started = Stopwatch.GetTimestamp();
            var values = fields.ToDictionary(f => f, f => (object?)new string('x', 200));
            var template = CustomTemplate.Compile(0, subject, text, html);
            _ = template.Subject(values);
            _ = template.Text(values);
            _ = template.Html(values);
            return Stopwatch.GetElapsedTime(started) > s_longest * 8 ? "It takes too long to render." : null;
        }
        catch (HandlebarsException e)
        {
            return $"It cannot be compiled: {e.Message}";
        }
    }

    [GeneratedRegex("^[A-Za-z]{1,40}$")]
    private static partial Regex Field();

    [GeneratedRegex("^#(if|unless) ([A-Za-z]{1,40})$")]
    private static partial Regex Begin();

    [GeneratedRegex("^/(if|unless)$")]
    private static partial Regex End();

    [GeneratedRegex("<[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Element();

    [GeneratedRegex(@"\{\{#?(?:if |unless )?([A-Za-z]+)\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex InElement();

    [GeneratedRegex(
        @"<\s*/?\s*(script|iframe|frame|object|embed|form|input|button|meta|link|base|svg|math|style|applet|template)\b|[\s""'/]on[a-z]+\s*=|(href|src|action|background|poster)\s*=(?>\s*[""']?\s*)(?!https://|mailto:|\{\{link\}\})|expression\s*\(|url\s*\(|@import",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex Executable();
}
