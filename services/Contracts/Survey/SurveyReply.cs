namespace ServiceMesh.Contracts;

/// <summary>The answer to one question of a questionnaire.</summary>
/// <param name="Question">The question's key in its questionnaire, for example <c>score</c>.</param>
/// <param name="Kind"><c>csat</c>, <c>nps</c>, <c>ces</c>, <c>single</c>, <c>multiple</c>, <c>text</c> or <c>solved</c>.</param>
/// <param name="Values">A number, the keys of the options chosen, <c>yes</c> or <c>no</c>, or the text; never empty.</param>
public sealed record SurveyReply(string Question, string Kind, IReadOnlyList<string> Values);
