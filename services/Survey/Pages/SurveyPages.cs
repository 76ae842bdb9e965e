using System.Text;
using ServiceMesh.Survey.Domain.Questionnaires;

namespace ServiceMesh.Survey.Pages;

/// <summary>What the pages show of a survey.</summary>
internal sealed record PageView(string Brand, string Number, string Subject, PageTexts Texts);

/// <summary>A page, in pieces of UTF-8 that follow each other, and the policy it is shown under.</summary>
internal sealed record RenderedPage(IReadOnlyList<byte[]> Pieces, string Policy)
{
    public RenderedPage(Html html, string policy)
        : this([Encoding.UTF8.GetBytes(html.ToString())], policy)
    {
    }

    /// <summary>In bytes.</summary>
    public int Length => Pieces.Sum(p => p.Length);

    /// <summary>The page's HTML.</summary>
    public override string ToString() => string.Concat(Pieces.Select(p => Encoding.UTF8.GetString(p)));
}

/// <summary>The pages behind the link: plain HTML, usable without JavaScript, by keyboard and on a phone.</summary>
internal static class SurveyPages
{
    /// <summary>Stands where a survey's own words go. Nobody's text contains it: escaped, it would be a reference.</summary>
    private const char Cut = '\u0001';

    private static readonly Html s_cut = new(Cut.ToString());

    /// <summary>The form, nothing filled in. Every look asks for it, so only a survey's own words are written anew.</summary>
    public static RenderedPage Form(PageView view, FormParts parts)
    {
        var frame = parts.Frame;
        return new([frame[0], Bytes(view.Brand), frame[1], Bytes(view.Number), frame[2], Bytes(view.Subject), frame[3]], parts.Policy);
    }

    /// <summary>The form as it was sent, with what has to be mended.</summary>
    public static RenderedPage Form(PageView view, FormParts parts, AnswerForm form, IReadOnlyDictionary<string, FormFault> faults) => new(
        Form(Html.Of($"{view.Brand}"), Html.Of($"{view.Number}"), Html.Of($"{view.Subject}"), view.Texts, parts, Faults(view.Texts, parts.Body, faults), QuestionHtml.All(parts.Body, view.Texts, form, faults)),
        parts.Policy);

    /// <summary>The empty form, cut where brand, number and subject go.</summary>
    internal static byte[][] Frame(FormParts parts, PageTexts texts) =>
        [.. Form(s_cut, s_cut, s_cut, texts, parts, Html.Empty, parts.Empty).ToString().Split(Cut).Select(Encoding.UTF8.GetBytes)];

    private static byte[] Bytes(string words) => Encoding.UTF8.GetBytes(Html.Of($"{words}").ToString());

    /// <summary>A page that only says something.</summary>
    public static RenderedPage Note(PageView view, (string Title, string Text) words, bool good) => new(Layout(view.Texts.Lang, words.Title, Html.Of($"{view.Brand}"), PageStyle.Css, Html.Of($"""
        <main class="note">
        {(good ? Pictures.Tick : Pictures.Info)}
        <h1>{words.Title}</h1>
        <p>{words.Text}</p>
        </main>
        <footer>{view.Number}</footer>
        """)), PageStyle.ContentSecurityPolicy);

    /// <summary>The page of every link that is not known: it says the same whatever the reason.</summary>
    public static RenderedPage Unknown { get; } = InBoth(
        ("This link is not valid", "Please open the link from our message again, complete and unchanged."),
        ("链接无效", "请从我们发送的消息中重新打开完整的链接。"));

    /// <summary>The page for an address that tried many links that do not exist.</summary>
    public static RenderedPage TooMany { get; } = InBoth(
        ("Please try again in a minute", "Too many links that do not exist were opened from your network."),
        ("请一分钟后再试", "您所在的网络打开了过多不存在的链接。"));

    private static RenderedPage InBoth((string Title, string Text) en, (string Title, string Text) zh) => new(Layout("en", $"{en.Title} · {zh.Title}", Html.Empty, PageStyle.Css, Html.Of($"""
        <main class="note">
        {Pictures.Info}
        <h1>{en.Title}</h1>
        <p>{en.Text}</p>
        <hr>
        <h2 lang="zh-CN">{zh.Title}</h2>
        <p lang="zh-CN">{zh.Text}</p>
        </main>
        """)), PageStyle.ContentSecurityPolicy);

    private static Html Form(Html brand, Html number, Html subject, PageTexts t, FormParts parts, Html faults, Html questions)
    {
        var intro = parts.Intro is null ? Html.Empty : Html.Of($"<p>{parts.Intro}</p>\n");
        var title = faults.ToString().Length == 0 ? parts.Title : $"{t.FaultsTitle} {parts.Title}";
        return Layout(t.Lang, title, brand, parts.Css, Html.Of($"""
            <main>
            <h1>{parts.Title}</h1>
            {intro}<p class="about"><b>{number}</b> {subject}</p>
            {faults}<form method="post" autocomplete="off">
            {questions}<button type="submit">{t.Send}</button>
            </form>
            </main>
            <footer>{t.Privacy}</footer>
            """));
    }

    private static Html Layout(string lang, string title, Html brand, Html css, Html body) => Html.Of($"""
        <!doctype html>
        <html lang="{lang}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex, nofollow">
        <title>{title}</title>
        <style>{css}</style>
        </head>
        <body>
        {(brand.ToString().Length == 0 ? Html.Empty : Html.Of($"<header>{brand}</header>\n"))}{body}
        </body>
        </html>
        """);

    private static Html Faults(PageTexts t, QuestionnaireBody body, IReadOnlyDictionary<string, FormFault> faults)
    {
        var lines = body.Questions.Where(q => faults.ContainsKey(q.Key))
            .Select(q => Html.Of($"<li><a href=\"#{QuestionHtml.FirstInput(q)}\">{q.Text.In(t.Lang)}</a> {QuestionHtml.FaultText(t, faults[q.Key])}</li>"));
        // It is read first, without a script: the page opens with it in focus.
        return Html.Of($"<div class=\"faults\" role=\"alert\" tabindex=\"-1\" autofocus>{t.FaultsTitle}<ul>{Html.Join(lines)}</ul></div>\n");
    }
}
