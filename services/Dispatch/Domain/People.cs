namespace ServiceMesh.Dispatch.Domain;

/// <summary>A skill and how well it is mastered.</summary>
/// <param name="Name">A product code or category; compared without regard to case.</param>
/// <param name="Level">1 (learning) to 5 (expert).</param>
public sealed record SkillLevel(string Name, int Level);

/// <summary>A certificate held.</summary>
/// <param name="ValidUntil">The last day on which it is valid; null when it never ends.</param>
public sealed record Certificate(string Name, DateOnly? ValidUntil = null, string? Number = null)
{
    /// <summary>So long before its end a warning goes out.</summary>
    public const int WarningDays = 30;

    /// <summary>Whether it is valid on a day.</summary>
    public bool IsValidOn(DateOnly day) => ValidUntil is not { } last || day <= last;
}

/// <summary>A training passed.</summary>
public sealed record Training(string Title, DateOnly CompletedOn);

/// <summary>What there is to an engineer beside name and teams.</summary>
public sealed record Profile
{
    /// <summary>E.164; where pages may go.</summary>
    public string? Phone { get; init; }

    /// <summary>Channels wanted for pages, the best first; empty for any.</summary>
    public IReadOnlyList<string> PageChannels { get; init; } = [];
    public IReadOnlyList<SkillLevel> SkillLevels { get; init; } = [];
    public IReadOnlyList<Certificate> Certificates { get; init; } = [];

    /// <summary>BCP 47 tags of languages spoken with customers.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>Customers this engineer knows.</summary>
    public IReadOnlyList<Guid> Knows { get; init; } = [];

    /// <summary>Customers this engineer must not work for.</summary>
    public IReadOnlyList<Guid> Avoids { get; init; } = [];
    public IReadOnlyList<Training> Trainings { get; init; } = [];

    /// <summary>How well a skill is mastered; 3 where nobody has said.</summary>
    public int LevelOf(string skill) =>
        SkillLevels.FirstOrDefault(s => string.Equals(s.Name, skill, StringComparison.OrdinalIgnoreCase))?.Level ?? UsualLevel;

    /// <summary>The level of a skill for which none is given.</summary>
    public const int UsualLevel = 3;

    /// <summary>What nobody has told anything of.</summary>
    public static Profile Empty { get; } = new();
}
