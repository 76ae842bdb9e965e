using System.Globalization;
using ServiceMesh.Contracts;

namespace ServiceMesh.Survey.Domain.Questionnaires;

/// <summary>A valid answer.</summary>
/// <param name="Score">1 (bad) to 5 (very good).</param>
/// <param name="Solved">Whether the problem is really solved.</param>
/// <param name="Nps">0 to 10; null when not answered.</param>
/// <param name="Ces">1 to 7; null when not answered.</param>
/// <param name="Comment">The free texts; null when there are none.</param>
/// <param name="Replies">Everything answered, in the order of the questions.</param>
public sealed record Answer(int Score, bool Solved, int? Nps, int? Ces, string? Comment, IReadOnlyList<SurveyReply> Replies);

/// <summary>What is wrong with the answer to one question.</summary>
public enum FormFault
{
    Missing,
    NotOffered,
    TooLong,
}

/// <summary>The form as it was sent; nothing of it is trusted.</summary>
public sealed class AnswerForm(Func<string, IReadOnlyList<string>> values)
{
    public const int LongestText = 2000;

    public static AnswerForm Empty { get; } = new(_ => []);

    /// <summary>What was sent under a key.</summary>
    public IReadOnlyList<string> this[string key] => values(key);

    /// <summary>The answer, or what has to be mended first, by question. Answers to questions that were not asked are left out.</summary>
    public (Answer? Answer, IReadOnlyDictionary<string, FormFault> Faults) Read(QuestionnaireBody questionnaire)
    {
        ArgumentNullException.ThrowIfNull(questionnaire);
        var replies = new List<SurveyReply>();
        var faults = new Dictionary<string, FormFault>();
        foreach (var question in questionnaire.Questions)
        {
            if (!question.Applies(key => replies.Find(r => r.Question == key)?.Values ?? [])) continue;
            var (given, fault) = Read(question);
            if (fault is { } wrong) faults[question.Key] = wrong;
            else if (given.Count > 0) replies.Add(new SurveyReply(question.Key, question.Kind, given));
            else if (question.Required) faults[question.Key] = FormFault.Missing;
        }
        return faults.Count > 0 ? (null, faults) : (Of(replies), faults);
    }

    private (IReadOnlyList<string> Given, FormFault? Fault) Read(Question question)
    {
        // Browsers send line breaks as CR LF, which would count twice.
        IReadOnlyList<string> given = [.. this[question.Key].Select(v => v.ReplaceLineEndings("\n").Replace("\0", "", StringComparison.Ordinal).Trim()).Where(v => v.Length > 0).Distinct()];
        if (question.Offered() is not { } offered) return given is [{ Length: > LongestText }, ..] ? ([], FormFault.TooLong) : ([.. given.Take(1)], null);
        if (given.Any(v => !offered.Contains(v)) || (given.Count > 1 && question.Kind != QuestionKind.AnyOf)) return ([], FormFault.NotOffered);
        return ([.. offered.Where(given.Contains)], null);
    }

    private static Answer Of(List<SurveyReply> replies)
    {
        var comment = string.Join('\n', replies.Where(r => r.Kind == QuestionKind.Text).Select(r => r.Values[0]));
        return new Answer(
            Number(QuestionKind.Csat)!.Value, First(QuestionKind.Solved) == "yes", Number(QuestionKind.Nps), Number(QuestionKind.Ces),
            comment.Length > 0 ? comment : null, replies);

        string? First(string kind) => replies.Find(r => r.Kind == kind)?.Values[0];

        int? Number(string kind) => First(kind) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
    }
}
