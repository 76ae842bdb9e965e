using System.Text.RegularExpressions;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sla.Domain;

namespace ServiceMesh.Sla.Http;

/// <summary>A list as the API returns it.</summary>
/// <param name="Items">All of it.</param>
/// <param name="Next">Always null: these lists are short.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next = null);

/// <summary>Turns wrong fields into one problem.</summary>
internal static partial class Fields
{
    /// <summary>Starts a list of errors with those of a name: it becomes part of addresses and explanations.</summary>
    public static List<FieldError> NameErrors(string name) => Name().IsMatch(name)
        ? []
        : [new("name", "A name of 1 to 63 lower-case letters, digits and hyphens, starting with a letter or digit, is wanted.")];

    /// <exception cref="ProblemException">400 <c>request.invalid</c> that names each field, if there are errors.</exception>
    public static void Refuse(IReadOnlyCollection<FieldError> errors)
    {
        if (errors.Count > 0)
        {
            throw new ProblemException(400, "request.invalid", "The request is not valid.", string.Join(" ", errors.Take(5).Select(e => $"{e.Field}: {e.Message}")))
            {
                Errors = errors.GroupBy(e => e.Field).ToDictionary(e => e.Key, e => e.Select(x => x.Message).ToArray()),
            };
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,62}\\z")]
    private static partial Regex Name();
}
