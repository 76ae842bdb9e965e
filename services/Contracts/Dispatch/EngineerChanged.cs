namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch with an engineer's whole state when it is created or changed.</summary>
public sealed record EngineerChanged : Event
{
    public required Guid EngineerId { get; init; }
    public required string Name { get; init; }
    public string? Email { get; init; }
    public required string Language { get; init; }
    public required IReadOnlyList<Guid> TeamIds { get; init; }
    public required IReadOnlyList<string> Skills { get; init; }
    public required bool Active { get; init; }

    /// <summary>The account this engineer signs in with; null when none is known.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>E.164, for pages; null when none was given.</summary>
    public string? Phone { get; init; }

    /// <summary>Channels this engineer wants pages by, the best first; null when nothing was said.</summary>
    public IReadOnlyList<string>? PageChannels { get; init; }

    /// <summary>BCP 47 tags of the languages spoken with customers; null when not known.</summary>
    public IReadOnlyList<string>? Languages { get; init; }

    /// <summary>Regions served; null when not known.</summary>
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>Names of the certificates held, with the last day of each; null when not known.</summary>
    public IReadOnlyList<HeldCertificate>? Certificates { get; init; }

    /// <summary>Trainings passed; null in events from before they were told.</summary>
    public IReadOnlyList<PassedTraining>? Trainings { get; init; }

    public override Guid AggregateId => EngineerId;
}
