using System.Text;
using System.Text.RegularExpressions;

namespace ServiceMesh.Intake.Domain;

/// <summary>A telephone number in one form, so that equal numbers compare equal.</summary>
/// <param name="E164">Plus, country code and national number: 8 to 16 characters, for example <c>+862155550100</c>.</param>
/// <param name="Extension">Digits dialled behind a switchboard, or null.</param>
public sealed partial record PhoneNumber(string E164, string? Extension = null)
{
    /// <summary>Longest text that is looked at.</summary>
    public const int MaxLength = 64;

    private const int MaxDigits = 15;
    private const int MinDigits = 7;
    private const int MaxExtension = 8;

    /// <summary>RFC 3966 without its scheme: <c>+862155550100;ext=123</c>.</summary>
    public override string ToString() => Extension is null ? E164 : $"{E164};ext={Extension}";

    /// <summary>
    /// Reads a number as people and telephone systems write them: full-width digits, blanks, hyphens, dots, brackets, a slash behind the
    /// area code, <c>+</c> or the dialled international prefix, the trunk digit, extensions. Numbers without country code are read
    /// in <paramref name="home"/>; with no home only international ones are known. False when it is not one whole number.
    /// </summary>
    public static bool TryParse(string? text, DialPlan? home, out PhoneNumber? number) => TryParse(text, home, 0, out number);

    /// <summary>The same for a caller's number, to which a switchboard may have appended the extension's digits.</summary>
    public static bool TryParseCaller(string? text, DialPlan? home, out PhoneNumber? number) =>
        TryParse(text, home, 0, out number) || TryParse(text, home, CallerMatch.LongestAppended, out number);

    private static bool TryParse(string? text, DialPlan? home, int appended, out PhoneNumber? number)
    {
        number = null;
        if (string.IsNullOrWhiteSpace(text) || text.Length > MaxLength || !TryTidy(text, out var tidy))
            return false;
        string? extension = null;
        if (ExtensionMark().Match(tidy) is { Success: true } mark)
        {
            extension = mark.Groups[1].Value;
            tidy = tidy[..mark.Index].TrimEnd();
        }

        if (!Shape().IsMatch(tidy) || HoldsTwoNumbers(tidy))
            return false;
        if (TryResolve(tidy, home, appended, out var e164))
        {
            number = new PhoneNumber(e164, extension);
            return true;
        }

        // 021-55550100-123: the last group is the extension where the country's lengths leave no other reading.
        if (extension is null && tidy.LastIndexOf('-') is > 0 and var dash && Digits(tidy[(dash + 1)..]) is { Length: > 0 and <= MaxExtension } tail
            && TryResolve(tidy[..dash], home, appended, out e164))
        {
            number = new PhoneNumber(e164, tail);
            return true;
        }

        return false;
    }

    private static bool TryTidy(string text, out string tidy)
    {
        tidy = "";
        if (text.Any(char.IsSurrogate))
            return false;
        tidy = text.Normalize(NormalizationForm.FormKC).Trim();
        foreach (var scheme in (ReadOnlySpan<string>)["tel:", "sips:", "sip:"])
        {
            if (!tidy.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
                continue;
            tidy = tidy[scheme.Length..];
            if (scheme[0] == 's' && tidy.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at)
                tidy = tidy[..at];
            break;
        }

        return tidy.Length > 0;
    }

    /// <summary>A slash stands behind an area code ("030/1234567"); two full numbers around it are two numbers.</summary>
    private static bool HoldsTwoNumbers(string text) =>
        text.Split('/') is { Length: > 1 } parts && (parts.Length > 2 || parts.All(p => Digits(p).Length >= MinDigits));

    private static bool TryResolve(string text, DialPlan? home, int appended, out string e164)
    {
        e164 = "";
        var digits = Digits(text.StartsWith('+') || IsDialledAbroad(text, home) ? text.Replace("(0)", "", StringComparison.Ordinal) : text);
        if (text.StartsWith('+'))
            return TryInternational(digits, appended, out e164);
        if (home is null)
            return false;
        if (IsDialledAbroad(text, home))
            return TryInternational(digits[home.International.Length..], appended, out e164);
        if (home.Untrunked?.IsMatch(digits) == true || (home.Trunk.Length == 0 && Fits(digits, home, appended)))
            return TryInternational(home.Code + digits, appended, out e164);
        if (home.Trunk.Length > 0 && digits.StartsWith(home.Trunk, StringComparison.Ordinal) && Fits(digits[home.Trunk.Length..], home, appended))
            return TryInternational(home.Code + digits[home.Trunk.Length..], appended, out e164);
        // Telephone systems often leave out the plus.
        return home.Exact && digits.StartsWith(home.Code, StringComparison.Ordinal) && Fits(digits[home.Code.Length..], home, appended)
            && TryInternational(digits, appended, out e164);
    }

    private static bool IsDialledAbroad(string text, DialPlan? home) =>
        home is not null && Digits(text).StartsWith(home.International, StringComparison.Ordinal);

    private static bool TryInternational(string digits, int appended, out string e164)
    {
        e164 = "";
        if (!DialPlan.TryFind(digits, out var code, out var plan))
            return false;
        var national = digits[code.Length..];
        // "+86 021 ..." keeps a trunk zero that does not belong there; no plan with one has national numbers starting so.
        if (plan is { Trunk: "0" } && national.StartsWith('0'))
            national = national[1..];
        if (plan is not null && !Fits(national, plan, appended))
            return false;
        var length = code.Length + national.Length;
        e164 = $"+{code}{national}";
        return length is >= MinDigits and <= MaxDigits;
    }

    private static bool Fits(string national, DialPlan plan, int appended) =>
        national.Length >= plan.MinDigits && national.Length <= plan.MaxDigits + appended;

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    [GeneratedRegex(@"\s*(?:;\s*ext=|[,;]?\s*(?:extension|ext\.?|x|#|转|分机))\s*[:.]?\s*([0-9]{1,8})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ExtensionMark();

    [GeneratedRegex(@"^\+?[0-9()][0-9() ./\-\u2010-\u2015]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
