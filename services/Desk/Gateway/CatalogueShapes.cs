namespace ServiceMesh.Desk;

/// <summary>A class of request in the service catalogue.</summary>
public sealed record RequestClassShape(string Key, BothLanguages Name, IReadOnlyList<FormFieldShape> Fields, int EvidenceFiles, BothLanguages? EvidenceHint, bool Active, bool NeedsVisit = false)
{
    public string? WorkType { get; init; }
    public string? Category { get; init; }

    /// <summary>Counts its changes; 0 for a usual one that nobody has changed.</summary>
    public int Version { get; init; }
}

/// <summary>A class of request as it stood once.</summary>
public sealed record RequestClassVersionShape(int Version, string By, DateTimeOffset At, RequestClassShape Class);

/// <param name="Type"><c>text</c>, <c>number</c>, <c>date</c>, <c>yesNo</c> or <c>choice</c>.</param>
public sealed record FormFieldShape(string Key, BothLanguages Label, string Type, bool Required, IReadOnlyList<string> Choices);
