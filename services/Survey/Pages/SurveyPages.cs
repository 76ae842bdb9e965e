using ServiceMesh.Survey.Domain;

namespace ServiceMesh.Survey.Pages;

/// <summary>What the pages show of a survey.</summary>
internal sealed record PageView(string Brand, string Number, string Subject, PageTexts Texts);

/// <summary>The pages behind the link: plain HTML, usable without JavaScript, by keyboard and on a phone.</summary>
internal static class SurveyPages
{
    public static Html Form(PageView view, AnswerForm form, FormFault faults)
    {
        var t = view.Texts;
        return Layout(t.Lang, t.Title, view.Brand, Html.Of($"""
            <main>
            <h1>{t.Title}</h1>
            <p>{t.Intro}</p>
            <p class="about"><b>{view.Number}</b> {view.Subject}</p>
            {Faults(t, faults)}<form method="post" autocomplete="off">
            {Scores(t, form, faults)}
            {Solved(t, form, faults)}
            {Comment(t, form, faults)}
            <button type="submit">{t.Send}</button>
            </form>
            </main>
            <footer>{t.Privacy}</footer>
            """));
    }

    /// <summary>A page that only says something.</summary>
    public static Html Note(PageView view, (string Title, string Text) words, bool good) => Layout(view.Texts.Lang, words.Title, view.Brand, Html.Of($"""
        <main class="note">
        {(good ? Pictures.Tick : Pictures.Info)}
        <h1>{words.Title}</h1>
        <p>{words.Text}</p>
        </main>
        <footer>{view.Number}</footer>
        """));

    /// <summary>The page of every link that is not known: it says the same whatever the reason.</summary>
    public static Html Unknown { get; } = Layout("en", "Link not valid", "", Html.Of($"""
        <main class="note">
        {Pictures.Info}
        <h1>This link is not valid</h1>
        <p>Please open the link from your e-mail again, complete and unchanged.</p>
        <hr>
        <h1 lang="zh-CN">链接无效</h1>
        <p lang="zh-CN">请从邮件中重新打开完整的链接。</p>
        </main>
        """));

    private static Html Layout(string lang, string title, string brand, Html body) => Html.Of($"""
        <!doctype html>
        <html lang="{lang}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex, nofollow">
        <title>{title}</title>
        <style>{PageStyle.Css}</style>
        </head>
        <body>
        <header>{brand}</header>
        {body}
        </body>
        </html>
        """);

    private static Html Faults(PageTexts t, FormFault faults)
    {
        if (faults == FormFault.None) return Html.Empty;
        var lines = new List<Html>();
        if (faults.HasFlag(FormFault.Score)) lines.Add(Html.Of($"<li><a href=\"#score\">{t.ScoreFault}</a></li>"));
        if (faults.HasFlag(FormFault.Solved)) lines.Add(Html.Of($"<li><a href=\"#solved\">{t.SolvedFault}</a></li>"));
        if (faults.HasFlag(FormFault.Comment)) lines.Add(Html.Of($"<li><a href=\"#comment\">{t.CommentFault}</a></li>"));
        return Html.Of($"<div class=\"faults\" role=\"alert\">{t.FaultsTitle}<ul>{Html.Join(lines)}</ul></div>\n");
    }

    private static Html Scores(PageTexts t, AnswerForm form, FormFault faults) => Html.Of($"""
        <fieldset id="score"{Describe(faults, FormFault.Score, "score-fault")}>
        <legend>{t.ScoreQuestion}</legend>
        <div class="choices five">
        {Html.Join(Enumerable.Range(1, 5).Select(score => Html.Of($"""
            <label class="choice"><input type="radio" name="score" value="{score}" required{Checked(form.Score == $"{score}")}><span class="tile">{Pictures.Face(score)}<b>{score}</b>{t.Scores[score - 1]}</span></label>

            """)))}</div>
        {Fault(faults, FormFault.Score, "score-fault", t.ScoreFault)}</fieldset>
        """);

    private static Html Solved(PageTexts t, AnswerForm form, FormFault faults) => Html.Of($"""
        <fieldset id="solved"{Describe(faults, FormFault.Solved, "solved-fault")}>
        <legend>{t.SolvedQuestion}</legend>
        <div class="choices two">
        <label class="choice"><input type="radio" name="solved" value="yes" required{Checked(form.Solved == "yes")}><span class="tile">{t.Yes}</span></label>
        <label class="choice"><input type="radio" name="solved" value="no" required{Checked(form.Solved == "no")}><span class="tile">{t.No}</span></label>
        </div>
        {Fault(faults, FormFault.Solved, "solved-fault", t.SolvedFault)}</fieldset>
        """);

    private static Html Comment(PageTexts t, AnswerForm form, FormFault faults) => Html.Of($"""
        <div class="field">
        <label for="comment">{t.CommentQuestion}</label>
        <p class="hint" id="comment-hint">{t.CommentHint}</p>
        <textarea id="comment" name="comment" maxlength="{AnswerForm.LongestComment}" rows="4" aria-describedby="comment-hint">{Html.Of($"\n{form.Comment}")}</textarea>
        {Fault(faults, FormFault.Comment, "comment-fault", t.CommentFault)}</div>
        """);

    private static Html Fault(FormFault faults, FormFault one, string id, string text) =>
        faults.HasFlag(one) ? Html.Of($"<p class=\"fault\" id=\"{id}\">{text}</p>\n") : Html.Empty;

    private static Html Describe(FormFault faults, FormFault one, string id) =>
        faults.HasFlag(one) ? Html.Of($" aria-describedby=\"{id}\"") : Html.Empty;

    private static Html Checked(bool yes) => yes ? new Html(" checked") : Html.Empty;
}
