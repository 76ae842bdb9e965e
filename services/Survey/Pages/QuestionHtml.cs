using ServiceMesh.Survey.Domain.Questionnaires;

namespace ServiceMesh.Survey.Pages;

/// <summary>Questions as HTML: a fieldset with its legend, or a labelled text field; hints and faults are named to screen readers.</summary>
internal static class QuestionHtml
{
    public static Html All(QuestionnaireBody body, PageTexts t, AnswerForm form, IReadOnlyDictionary<string, FormFault> faults) =>
        Html.Join(body.Questions.Select(q => One(q, t, form, faults.TryGetValue(q.Key, out var fault) ? fault : null)));

    /// <summary>The id of the input that gives one answer.</summary>
    public static string InputId(string question, string answer) => $"a-{question}-{answer}";

    /// <summary>The id of the first input of a question.</summary>
    public static string FirstInput(Question q) => q.Offered() is [var first, ..] ? InputId(q.Key, first) : $"a-{q.Key}";

    public static string FaultText(PageTexts t, FormFault fault) => fault switch
    {
        FormFault.Missing => t.MissingFault,
        FormFault.TooLong => t.TooLongFault,
        _ => t.NotOfferedFault,
    };

    private static Html One(Question q, PageTexts t, AnswerForm form, FormFault? fault)
    {
        var hint = q.Hint is null ? Html.Empty : Html.Of($"<p class=\"hint\" id=\"h-{q.Key}\">{q.Hint.In(t.Lang)}</p>\n");
        var wrong = fault is { } f ? Html.Of($"<p class=\"fault\" id=\"f-{q.Key}\">{FaultText(t, f)}</p>\n") : Html.Empty;
        // A group of boxes cannot be called invalid, a field or a group of which one is chosen can.
        var invalid = new Html(fault is not null && q.Kind != QuestionKind.AnyOf ? " aria-invalid=\"true\"" : "");
        var described = (q.Hint, fault) switch
        {
            (null, null) => Html.Empty,
            (null, _) => Html.Of($" aria-describedby=\"f-{q.Key}\"{invalid}"),
            (_, null) => Html.Of($" aria-describedby=\"h-{q.Key}\""),
            _ => Html.Of($" aria-describedby=\"f-{q.Key} h-{q.Key}\"{invalid}"),
        };
        // Said once: by the hint, where it does.
        var said = q.Hint?.In(t.Lang).Contains(t.Optional, StringComparison.OrdinalIgnoreCase) == true;
        var heading = q.Required || said ? Html.Of($"{q.Text.In(t.Lang)}") : Html.Of($"{q.Text.In(t.Lang)} <span class=\"optional\">({t.Optional})</span>");
        if (q.Kind == QuestionKind.Text)
        {
            return Html.Of($"""
                <div class="field" id="q-{q.Key}">
                <label for="a-{q.Key}">{heading}</label>
                {hint}<textarea id="a-{q.Key}" name="{q.Key}" maxlength="{AnswerForm.LongestText}" rows="4"{described}{Required(q)}>{Html.Of($"\n{(form[q.Key] is [var text, ..] ? text : "")}")}</textarea>
                {wrong}</div>

                """);
        }
        return Html.Of($"""
            <fieldset id="q-{q.Key}"{new Html(q.Kind == QuestionKind.AnyOf ? "" : " role=\"radiogroup\"")}{described}>
            <legend>{heading}</legend>
            {hint}{Choices(q, t, form)}
            {wrong}</fieldset>

            """);
    }

    private static Html Choices(Question q, PageTexts t, AnswerForm form) => q.Kind switch
    {
        QuestionKind.Csat => Group("choices five", q, form, v => Html.Of($"{Pictures.Face(v[0] - '0')}<b>{v}</b>{t.Scores[v[0] - '1']}")),
        QuestionKind.Nps => Scale(q, form, t.NpsEnds),
        QuestionKind.Ces => Scale(q, form, t.CesEnds),
        QuestionKind.Solved => Group("choices two", q, form, v => Html.Of($"{(v == "yes" ? t.Yes : t.No)}")),
        _ => Group(q.Kind == QuestionKind.AnyOf ? "choices listed many" : "choices listed", q, form, v => Html.Of($"{q.Options!.First(o => o.Key == v).Text.In(t.Lang)}")),
    };

    /// <summary>Eyes see below which end is which, on a phone in several rows too; who listens hears it with the number.</summary>
    private static Html Scale(Question q, AnswerForm form, (string Low, string High) ends)
    {
        var offered = q.Offered()!;
        var (low, high) = (offered[0], offered[^1]);
        Html Said(string v) => v == low || v == high ? Html.Of($" <span class=\"heard\">{(v == low ? ends.Low : ends.High)}</span>") : Html.Empty;
        return Html.Of($"{Group("choices scale", q, form, v => Html.Of($"<b>{v}</b>{Said(v)}"))}\n<p class=\"ends\" aria-hidden=\"true\"><span>{low} = {ends.Low}</span><span>{high} = {ends.High}</span></p>");
    }

    private static Html Group(string look, Question q, AnswerForm form, Func<string, Html> inside)
    {
        var type = q.Kind == QuestionKind.AnyOf ? "checkbox" : "radio";
        return Html.Of($"<div class=\"{look}\">\n{Html.Join(q.Offered()!.Select(v => Html.Of($"""
            <label class="choice"><input type="{type}" id="{InputId(q.Key, v)}" name="{q.Key}" value="{v}"{Required(q)}{Checked(form[q.Key].Contains(v))}><span class="tile">{inside(v)}</span></label>

            """)))}</div>");
    }

    /// <summary>Not on what may be hidden, which no browser could then complain about, nor on boxes, of which one is enough.</summary>
    private static Html Required(Question q) =>
        q.Required && q.ShowIf is not { Count: > 0 } && q.Kind != QuestionKind.AnyOf ? new Html(" required") : Html.Empty;

    private static Html Checked(bool yes) => yes ? new Html(" checked") : Html.Empty;
}
