using System.ComponentModel.DataAnnotations;

namespace ServiceMesh.Intake.Requests;

/// <summary>
/// Text of a bounded length without control characters: no line ends either, unless <see cref="Lines"/> allows them. Null passes.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class PlainTextAttribute(int maxLength) : ValidationAttribute
{
    /// <summary>Longest text, in UTF-16 units.</summary>
    public int MaxLength { get; } = maxLength;

    /// <summary>Whether line ends and tabs are allowed.</summary>
    public bool Lines { get; init; }

    /// <inheritdoc />
    public override bool IsValid(object? value) => value switch
    {
        null => true,
        string text => text.Length <= MaxLength && !text.Any(c => char.IsControl(c) && !(Lines && c is '\n' or '\r' or '\t')),
        _ => false,
    };

    /// <inheritdoc />
    public override string FormatErrorMessage(string name) =>
        $"{name} must be at most {MaxLength} characters long and free of control characters{(Lines ? " but line ends and tabs" : "")}.";
}

/// <summary>An address with one @ and no blanks, at most 254 characters. Null passes.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class MailAddressAttribute : ValidationAttribute
{
    /// <inheritdoc />
    public override bool IsValid(object? value) => value is null || (value is string { Length: <= 254 } text
        && text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at == text.LastIndexOf('@') && at < text.Length - 1
        && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) && text.AsSpan().IndexOfAny("<>,;\"") < 0);

    /// <inheritdoc />
    public override string FormatErrorMessage(string name) => $"{name} must be one e-mail address.";
}

/// <summary>A BCP 47 language tag such as <c>zh-CN</c>. Null passes.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class LanguageTagAttribute() : RegularExpressionAttribute("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")
{
    /// <inheritdoc />
    public override string FormatErrorMessage(string name) => $"{name} must be a language tag such as zh-CN.";
}
