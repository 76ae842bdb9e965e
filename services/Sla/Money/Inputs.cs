using System.Globalization;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Sla.Money;

/// <summary>Reads months.</summary>
internal static class Months
{
    /// <summary>The first day of a month written like <c>2026-03</c>; null for null.</summary>
    /// <exception cref="ProblemException">400 that names the field.</exception>
    public static DateOnly? Read(string? text, string field) => text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) && month.Year is >= 1970 and <= 2200 ? month
        : throw Problems.InvalidField(field, "A month like 2026-03, 1970 to 2200, is wanted.");
}

/// <summary>Reads how many rows are wanted.</summary>
internal static class Limits
{
    /// <summary>1 to 200, 50 when not given.</summary>
    /// <exception cref="ProblemException">400 that names the field.</exception>
    public static int Of(int? limit) => limit is null ? 50 : limit is >= 1 and <= 200 ? limit.Value : throw Problems.InvalidField("limit", "A limit is 1 to 200.");
}

/// <summary>Reads reasons.</summary>
internal static class Reasons
{
    private const int Longest = 1_000;

    /// <summary>The reason without blanks around it; null without one.</summary>
    /// <exception cref="ProblemException">400 that names the field.</exception>
    public static string? Check(string? reason, bool needed)
    {
        reason = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        return (reason is null && needed) || reason?.Length > Longest || reason?.Contains('\0') == true
            ? throw Problems.InvalidField("reason", "A reason of 1 to 1,000 characters is wanted.")
            : reason;
    }
}
