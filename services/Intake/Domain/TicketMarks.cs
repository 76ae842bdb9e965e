namespace ServiceMesh.Intake.Domain;

/// <summary>
/// Whom and what a ticket is about in single words that an index compares: address and number also where nobody is kept as a contact, and the asset.
/// </summary>
public static class TicketMarks
{
    /// <summary>The marks of a ticket.</summary>
    /// <param name="email">In whatever case; null when none is known.</param>
    /// <param name="phone">As it was written; one that is no whole number marks nothing.</param>
    /// <param name="home">How numbers without country code are read.</param>
    public static string[] Of(string? email, string? phone, DialPlan? home, Guid? asset)
    {
        List<string> marks = [];
        if (Address(email) is { } address)
            marks.Add($"address:{address}");
        if (Number(phone, home) is { } number)
            marks.Add($"number:{number}");
        if (asset is { } id)
            marks.Add($"asset:{id:N}");
        return [.. marks];
    }

    /// <summary>A mail address as it is compared.</summary>
    public static string? Address(string? email) => string.IsNullOrWhiteSpace(email) ? null : email.Trim().ToLowerInvariant();

    /// <summary>A telephone number as it is compared, E.164; null when it is not one whole number.</summary>
    public static string? Number(string? phone, DialPlan? home) => PhoneNumber.TryParseCaller(phone, home, out var number) ? number!.E164 : null;
}
