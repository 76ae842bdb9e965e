using System.ComponentModel.DataAnnotations;

namespace ServiceMesh.Dispatch.Teams;

/// <summary>A list of short texts: none blank, none longer than the length given.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class KeywordsAttribute(int longest) : ValidationAttribute("The field {0} must hold short texts that are not blank.")
{
    public override bool IsValid(object? value) =>
        value is not IEnumerable<string?> words || words.All(w => !string.IsNullOrWhiteSpace(w) && w.Length <= longest);
}

internal static class Keywords
{
    /// <summary>Trimmed, and each once whatever its case.</summary>
    public static string[] Clean(string[]? words) =>
        [.. (words ?? []).Select(w => w.Trim()).Distinct(StringComparer.OrdinalIgnoreCase)];
}
