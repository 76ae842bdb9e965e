namespace ServiceMesh.Survey.Domain;

/// <summary>A text in both languages that customers are spoken to in.</summary>
public sealed record LocalText(string Zh, string En)
{
    /// <summary>The text for a BCP 47 tag: Chinese for <c>zh</c> and its kin, English otherwise.</summary>
    public string In(string language)
    {
        ArgumentNullException.ThrowIfNull(language);
        return language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Zh : En;
    }

    /// <summary>Adds what is wrong: a missing language, or a text over <paramref name="longest"/> characters.</summary>
    internal static void Check(LocalText? text, string field, int longest, List<FieldError> errors)
    {
        One(text?.Zh, $"{field}.zh");
        One(text?.En, $"{field}.en");

        void One(string? value, string path)
        {
            if (string.IsNullOrWhiteSpace(value)) errors.Add(new(path, "A text in this language is wanted."));
            else if (value.Length > longest) errors.Add(new(path, $"At most {longest} characters are allowed."));
        }
    }
}
