using System.Runtime.CompilerServices;
using ServiceMesh.Survey.Domain.Questionnaires;

namespace ServiceMesh.Survey.Pages;

/// <summary>What a questionnaire's page has the same for everybody: made once for each version and language.</summary>
internal sealed class FormParts
{
    private static readonly ConditionalWeakTable<QuestionnaireBody, FormParts> s_chinese = [];
    private static readonly ConditionalWeakTable<QuestionnaireBody, FormParts> s_english = [];

    private FormParts(QuestionnaireBody body, PageTexts texts)
    {
        Body = body;
        Title = body.Title.In(texts.Lang);
        Intro = body.Intro?.In(texts.Lang);
        (Css, Policy) = PageStyle.With(string.Concat(body.Questions.Select(Condition)));
        Empty = QuestionHtml.All(body, texts, AnswerForm.Empty, new Dictionary<string, FormFault>());
        Frame = SurveyPages.Frame(this, texts);
    }

    public QuestionnaireBody Body { get; }
    public string Title { get; }
    public string? Intro { get; }
    public Html Css { get; }

    /// <summary>The Content-Security-Policy that allows this page's style sheet.</summary>
    public string Policy { get; }

    /// <summary>The questions, nothing filled in.</summary>
    public Html Empty { get; }

    /// <summary>The whole page, nothing filled in, cut where a survey's own words go.</summary>
    public byte[][] Frame { get; }

    public static FormParts Of(QuestionnaireBody body, PageTexts texts) =>
        (texts == PageTexts.Chinese ? s_chinese : s_english).GetValue(body, b => new FormParts(b, texts));

    /// <summary>
    /// Hides a question until it applies, without script. A browser that does not know :has shows it always, and the server asks for it
    /// only where it applies.
    /// </summary>
    private static string Condition(Question question)
    {
        if (question.ShowIf is not { Count: > 0 } conditions) return "";
        var chosen = string.Join(',', conditions.SelectMany(c => c.Answers.Select(a => $"#{QuestionHtml.InputId(c.Question, a)}:checked")));
        return $"\n@supports selector(:has(*)){{#q-{question.Key}{{display:none}}form:has({chosen}) #q-{question.Key}{{display:block}}}}";
    }
}
