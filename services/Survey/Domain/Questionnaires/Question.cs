namespace ServiceMesh.Survey.Domain.Questionnaires;

/// <summary>What sort of answer a question takes.</summary>
public static class QuestionKind
{
    /// <summary>Satisfaction, 1 (very bad) to 5 (very good). Every questionnaire has one, so that figures compare.</summary>
    public const string Csat = "csat";

    /// <summary>Likelihood of a recommendation, 0 to 10.</summary>
    public const string Nps = "nps";

    /// <summary>Effort, 1 (very hard) to 7 (very easy).</summary>
    public const string Ces = "ces";

    /// <summary>One of the options.</summary>
    public const string OneOf = "single";

    /// <summary>Any number of the options.</summary>
    public const string AnyOf = "multiple";

    /// <summary>Free text.</summary>
    public const string Text = "text";

    /// <summary>"Is it really solved?", apart from "are you satisfied?". Every questionnaire has one.</summary>
    public const string Solved = "solved";

    public static IReadOnlyList<string> All { get; } = [Csat, Nps, Ces, OneOf, AnyOf, Text, Solved];

    /// <summary>The numbers of a scale; null for the kinds that are none.</summary>
    public static (int From, int To)? Scale(string kind) => kind switch
    {
        Csat => (1, 5),
        Nps => (0, 10),
        Ces => (1, 7),
        _ => null,
    };
}

/// <summary>Something to choose.</summary>
/// <param name="Key">1 to 31 lower-case letters, digits and hyphens; what reports count by.</param>
public sealed record Option(string Key, LocalText Text);

/// <summary>When a question is asked: another one has one of these answers.</summary>
/// <param name="Question">The key of an earlier question that is always asked.</param>
/// <param name="Answers">Numbers, option keys, <c>yes</c> or <c>no</c>.</param>
public sealed record Condition(string Question, IReadOnlyList<string> Answers);

/// <summary>One question of a questionnaire.</summary>
public sealed record Question
{
    /// <summary>1 to 31 lower-case letters, digits and hyphens, starting with a letter; unique in its questionnaire.</summary>
    public required string Key { get; init; }

    /// <summary>One of <see cref="QuestionKind"/>.</summary>
    public required string Kind { get; init; }
    public required LocalText Text { get; init; }

    /// <summary>A line below the question; null for none.</summary>
    public LocalText? Hint { get; init; }

    /// <summary>Whether it must be answered when it is asked.</summary>
    public bool Required { get; init; }

    /// <summary>2 to 12 for <c>single</c> and <c>multiple</c>; null for the other kinds.</summary>
    public IReadOnlyList<Option>? Options { get; init; }

    /// <summary>It is asked when any of these holds; null or empty: always.</summary>
    public IReadOnlyList<Condition>? ShowIf { get; init; }

    /// <summary>The values an answer may have; null for free text.</summary>
    public IReadOnlyList<string>? Offered() =>
        QuestionKind.Scale(Kind) is var (from, to) ? [.. Enumerable.Range(from, to - from + 1).Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture))]
        : Kind == QuestionKind.Solved ? ["yes", "no"]
        : Kind == QuestionKind.Text ? null
        : [.. (Options ?? []).Select(o => o.Key)];

    /// <summary>Whether it is asked, given what earlier questions were answered with.</summary>
    public bool Applies(Func<string, IReadOnlyList<string>> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        return ShowIf is not { Count: > 0 } conditions || conditions.Any(c => answers(c.Question).Any(c.Answers.Contains));
    }
}
