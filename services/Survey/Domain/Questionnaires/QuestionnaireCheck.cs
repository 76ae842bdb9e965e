using System.Text.RegularExpressions;

namespace ServiceMesh.Survey.Domain.Questionnaires;

/// <summary>Says what is wrong with a questionnaire, by field.</summary>
public static partial class QuestionnaireCheck
{
    public const int LongestText = 300;
    private const int MostQuestions = 20;
    private const int MostOptions = 12;

    /// <summary>What a form can carry without being mistaken for an attack.</summary>
    private const int MostTexts = 2;

    public static IReadOnlyList<FieldError> Check(QuestionnaireBody body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var errors = new List<FieldError>();
        LocalText.Check(body.Title, "title", 100, errors);
        if (body.Intro is not null) LocalText.Check(body.Intro, "intro", LongestText, errors);
        if (body.Questions is not { Count: >= 2 and <= MostQuestions } questions || questions.Any(q => q is null))
        {
            errors.Add(new("questions", $"2 to {MostQuestions} questions are wanted."));
            return errors;
        }
        for (var i = 0; i < questions.Count; i++) One(questions, i, errors);
        Whole(questions, errors);
        return errors;
    }

    /// <summary>Whether a text can name a question or an option.</summary>
    public static bool IsKey(string? text) => text is not null && Key().IsMatch(text);

    private static void Whole(IReadOnlyList<Question> questions, List<FieldError> errors)
    {
        foreach (var twin in questions.GroupBy(q => q.Key, StringComparer.Ordinal).Where(g => g.Count() > 1))
            errors.Add(new("questions", $"The key {twin.Key} is used more than once."));
        Exactly(QuestionKind.Csat);
        Exactly(QuestionKind.Solved);
        AtMost(QuestionKind.Nps, 1);
        AtMost(QuestionKind.Ces, 1);
        AtMost(QuestionKind.Text, MostTexts);

        void Exactly(string kind)
        {
            if (questions.Count(q => q.Kind == kind) != 1) errors.Add(new("questions", $"Exactly one question of the kind {kind} is wanted."));
        }

        void AtMost(string kind, int most)
        {
            if (questions.Count(q => q.Kind == kind) > most) errors.Add(new("questions", $"At most {most} of the kind {kind} can be asked."));
        }
    }

    private static void One(IReadOnlyList<Question> questions, int index, List<FieldError> errors)
    {
        var (question, at) = (questions[index], $"questions[{index}]");
        if (!IsKey(question.Key)) errors.Add(new($"{at}.key", "1 to 31 lower-case letters, digits and hyphens are wanted, a letter first."));
        if (!QuestionKind.All.Contains(question.Kind)) errors.Add(new($"{at}.kind", $"One of {string.Join(", ", QuestionKind.All)} is wanted."));
        LocalText.Check(question.Text, $"{at}.text", LongestText, errors);
        if (question.Hint is not null) LocalText.Check(question.Hint, $"{at}.hint", LongestText, errors);
        Options(question, at, errors);
        var always = question.Kind is QuestionKind.Csat or QuestionKind.Solved;
        if (always && !question.Required) errors.Add(new($"{at}.required", "This question must be answered: figures are made of it."));
        if (always && question.ShowIf is { Count: > 0 }) errors.Add(new($"{at}.showIf", "This question is always asked."));
        for (var i = 0; i < (question.ShowIf?.Count ?? 0); i++) Condition(questions, index, question.ShowIf![i], $"{at}.showIf[{i}]", errors);
    }

    private static void Options(Question question, string at, List<FieldError> errors)
    {
        if (question.Kind is not (QuestionKind.OneOf or QuestionKind.AnyOf))
        {
            if (question.Options is not null) errors.Add(new($"{at}.options", "Only single and multiple have options."));
            return;
        }
        if (question.Options is not { Count: >= 2 and <= MostOptions } options || options.Any(o => o is null))
        {
            errors.Add(new($"{at}.options", $"2 to {MostOptions} options are wanted."));
            return;
        }
        for (var i = 0; i < options.Count; i++)
        {
            if (!IsKey(options[i].Key)) errors.Add(new($"{at}.options[{i}].key", "1 to 31 lower-case letters, digits and hyphens are wanted, a letter first."));
            LocalText.Check(options[i].Text, $"{at}.options[{i}].text", 100, errors);
        }
        if (options.DistinctBy(o => o.Key, StringComparer.Ordinal).Count() < options.Count) errors.Add(new($"{at}.options", "Two options have the same key."));
    }

    private static void Condition(IReadOnlyList<Question> questions, int index, Condition? condition, string at, List<FieldError> errors)
    {
        var asked = condition is null ? null : questions.Take(index).FirstOrDefault(q => q.Key == condition.Question);
        if (asked is not { ShowIf: null or { Count: 0 } } || asked.Kind == QuestionKind.Text)
        {
            errors.Add(new($"{at}.question", "An earlier question that is always asked and has answers to choose from is wanted."));
            return;
        }
        if (condition!.Answers is not { Count: > 0 } answers || answers.Except(asked.Offered() ?? []).Any())
            errors.Add(new($"{at}.answers", $"One or more of the answers that {asked.Key} offers are wanted."));
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,30}\\z")]
    private static partial Regex Key();
}
