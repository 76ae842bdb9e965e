using System.Text.RegularExpressions;

namespace ServiceMesh.Intake.Channels;

/// <summary>What platforms' ids and keys look like.</summary>
internal static partial class FieldPatterns
{
    [GeneratedRegex(@"\A[A-Za-z0-9_\-]{1,100}\z")]
    public static partial Regex Id();

    [GeneratedRegex(@"\A[0-9]{1,15}\z")]
    public static partial Regex Number();

    [GeneratedRegex(@"\A[\x21-\x7e]{1,200}\z")]
    public static partial Regex Key();

    /// <summary>43 characters that with one = are the base64 of 32 bytes.</summary>
    [GeneratedRegex(@"\A[A-Za-z0-9]{43}\z")]
    public static partial Regex TencentKey();

    [GeneratedRegex(@"\A[0-9]{5,15}:[A-Za-z0-9_\-]{20,100}\z")]
    public static partial Regex TelegramToken();

    [GeneratedRegex(@"\A[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\z")]
    public static partial Regex Uuid();

    [GeneratedRegex(@"\A(on|off)\z")]
    public static partial Regex OnOff();

    [GeneratedRegex(@"\A(feishu|lark)\z")]
    public static partial Regex FeishuRegion();

    /// <summary>Up to 100 numbers in E.164, separated by blanks.</summary>
    [GeneratedRegex(@"\A\+[0-9]{7,15}( \+[0-9]{7,15}){0,99}\z")]
    public static partial Regex Numbers();
}
