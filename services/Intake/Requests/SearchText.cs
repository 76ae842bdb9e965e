using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Requests;

/// <summary>What a list is searched for: a part of a name, code, address or telephone number, in any case.</summary>
internal sealed class SearchText
{
    private const int Longest = 100;

    /// <summary>Fewer digits are in too many numbers.</summary>
    private const int FewestDigits = 3;

    private SearchText(string text)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
        Pattern = $"%{escaped}%";
        var number = text.All(c => char.IsAsciiDigit(c) || c is ' ' or '+' or '-' or '.' or '/' or '(' or ')');
        // Numbers are stored with their country code, so a trunk prefix or 00 before it is not in them.
        var digits = number ? string.Concat(text.Where(char.IsAsciiDigit)).TrimStart('0') : "";
        PhonePattern = digits.Length >= FewestDigits ? $"%{digits}%" : null;
    }

    /// <summary>For <c>ILIKE</c> with a backslash as escape.</summary>
    public string Pattern { get; }

    /// <summary>For <c>LIKE</c> on numbers in E.164; null when the text is no part of a number.</summary>
    public string? PhonePattern { get; }

    /// <summary>Null when nothing is searched for; 400 above 100 characters or with control characters.</summary>
    public static SearchText? Read(string? q)
    {
        if (q.TrimToNull() is not { } text)
            return null;
        return text.Length <= Longest && !text.Any(char.IsControl)
            ? new SearchText(text)
            : throw Problems.InvalidField("q", $"q must be at most {Longest} characters long and free of control characters.");
    }
}
