namespace ServiceMesh.Intake.Domain;

/// <summary>What an entry of the block list names.</summary>
public enum BlockKind
{
    /// <summary>A telephone number, E.164.</summary>
    Number,

    /// <summary>A mail address, all addresses of a domain (<c>@example.com</c>), or a platform's own id of a person.</summary>
    Sender,
}

/// <summary>By which names somebody is found on the block list. Values compare exactly, addresses without their case.</summary>
public static class BlockRule
{
    /// <summary>The form in which a value is kept and compared; null for a number that is not one whole number, and for nothing at all.</summary>
    public static string? Normalise(BlockKind kind, string value, DialPlan? home) => kind switch
    {
        BlockKind.Number => PhoneNumber.TryParseCaller(value, home, out var number) ? number!.E164 : null,
        BlockKind.Sender when value.Trim() is { Length: > 0 } text => text.Contains('@', StringComparison.Ordinal) ? text.ToLowerInvariant() : text,
        _ => null,
    };

    /// <summary>All the values under which whoever calls, writes or mails would be blocked.</summary>
    public static string[] NamesOf(string? number, DialPlan? home, string? address = null, string? platformId = null)
    {
        List<string> names = [];
        if (Normalise(BlockKind.Number, number ?? "", home) is { } e164)
            names.Add(e164);
        if (Normalise(BlockKind.Sender, address ?? "", home) is { } mail)
        {
            names.Add(mail);
            if (mail.LastIndexOf('@') is > 0 and var at)
                names.Add(mail[at..]);
        }

        if (Normalise(BlockKind.Sender, platformId ?? "", home) is { } id)
            names.Add(id);
        return [.. names];
    }
}
