using ServiceMesh.ServiceDefaults;
using ServiceMesh.Survey.Domain;

namespace ServiceMesh.Survey;

/// <summary>Turns wrong fields into one problem.</summary>
internal static class FieldProblems
{
    /// <exception cref="ProblemException">400 <c>request.invalid</c> that names each field, if there are errors.</exception>
    public static void Refuse(IReadOnlyCollection<FieldError> errors)
    {
        if (errors.Count == 0) return;
        throw new ProblemException(400, "request.invalid", "The request is not valid.", string.Join(" ", errors.Take(5).Select(e => $"{e.Field}: {e.Message}")))
        {
            Errors = errors.GroupBy(e => e.Field).ToDictionary(g => g.Key, g => g.Select(e => e.Message).ToArray()),
        };
    }
}
