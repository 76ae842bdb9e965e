namespace ServiceMesh.Intake.Domain;

/// <summary>A number stored with a contact.</summary>
public sealed record StoredNumber(Guid ContactId, Guid CustomerId, string E164, string? Extension);

/// <summary>Who calls, as far as the number tells.</summary>
/// <param name="Rank"><c>exact</c>, <c>extension-stripped</c>, <c>ambiguous</c> or <c>none</c>.</param>
public sealed record CallerMatch(string Rank, Guid? ContactId, Guid? CustomerId)
{
    public const string Exact = "exact";
    public const string ExtensionStripped = "extension-stripped";
    public const string Ambiguous = "ambiguous";

    /// <summary>Nobody is known by that number.</summary>
    public static CallerMatch None { get; } = new("none", null, null);

    /// <summary>Most digits that a switchboard appends.</summary>
    public const int LongestAppended = 5;

    private const int ShortestBase = 9;

    /// <summary>The numbers to look for: the caller's own and, digit by digit, those a switchboard may have appended an extension to.</summary>
    public static IReadOnlyList<string> Candidates(PhoneNumber caller)
    {
        var found = new List<string> { caller.E164 };
        for (var cut = 1; cut <= LongestAppended && caller.E164.Length - cut >= ShortestBase; cut++)
            found.Add(caller.E164[..^cut]);
        return found;
    }

    /// <summary>
    /// Ranks exact over extension stripped; among the stripped, the longest stored number wins. Two contacts of the same rank are
    /// ambiguous: nobody is picked.
    /// </summary>
    public static CallerMatch Find(PhoneNumber? caller, IReadOnlyCollection<StoredNumber> stored)
    {
        var (rank, contacts) = Best(caller, stored);
        return contacts switch
        {
            [] => None,
            [var one] => new CallerMatch(rank, one.ContactId, one.CustomerId),
            _ => new CallerMatch(Ambiguous, null, null),
        };
    }

    /// <summary>Everybody of the best rank: one contact is who calls, several are to be asked.</summary>
    public static (string Rank, IReadOnlyList<StoredNumber> Contacts) Best(PhoneNumber? caller, IReadOnlyCollection<StoredNumber> stored)
    {
        if (caller is null)
            return (None.Rank, []);
        var found = Distinct(s => s.E164 == caller.E164 && s.Extension == caller.Extension);
        if (found.Count > 0)
            return (Exact, found);
        foreach (var number in Candidates(caller))
        {
            if (Distinct(s => s.E164 == number) is { Count: > 0 } likely)
                return (ExtensionStripped, likely);
        }

        return (None.Rank, []);

        IReadOnlyList<StoredNumber> Distinct(Func<StoredNumber, bool> fits) => [.. stored.Where(fits).DistinctBy(s => s.ContactId)];
    }
}
