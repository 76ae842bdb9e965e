using System.ComponentModel.DataAnnotations;
using ServiceMesh.Dispatch.Domain;

namespace ServiceMesh.Dispatch.Teams;

/// <summary>How tickets get to people.</summary>
public enum AssignmentMode
{
    /// <summary>The best gets it at once.</summary>
    Push,

    /// <summary>The best is asked, then the next.</summary>
    Offer,
}

/// <summary>What becomes of tickets whose owner goes off shift, when somebody else is free.</summary>
public enum OffShift
{
    Keep,

    /// <summary>Those not begun go to somebody else.</summary>
    NotStarted,

    /// <summary>All that do not wait go to somebody else.</summary>
    All,
}

/// <summary>To whom a reopened ticket goes.</summary>
public enum ReopenedTo
{
    /// <summary>To whoever had it last, also when off duty: it is his.</summary>
    Owner,

    /// <summary>To whoever had it last when on duty and not away now; else as a new ticket.</summary>
    OwnerOnDuty,

    /// <summary>It has no owner any more and is given or offered as a new ticket is.</summary>
    Queue,
}

/// <summary>What tickets of a product or category ask of whoever gets them.</summary>
/// <param name="When">A product's code, a category, or null for all tickets of the team.</param>
/// <param name="Skills">Mandatory, each at its level at least.</param>
/// <param name="Certificates">Mandatory, and valid on the day.</param>
public sealed record Requirement(string? When = null, SkillLevel[]? Skills = null, string[]? Certificates = null);

/// <summary>How a team's tickets get to people.</summary>
public sealed record AssignmentSettings
{
    public AssignmentMode Mode { get; init; } = AssignmentMode.Push;

    /// <summary>How long somebody has to answer an offer, 1 to 1,440 minutes.</summary>
    [Range(1, 1440)]
    public int OfferMinutes { get; init; } = 5;

    /// <summary>Whether an offer ends with the shift of whom it was made to, if that is earlier.</summary>
    public bool OfferEndsWithShift { get; init; } = true;
    public OffShift OffShift { get; init; } = OffShift.NotStarted;
    public Weights Weights { get; init; } = new();

    /// <summary>Places by class; without it people take any number.</summary>
    public Capacity? Capacity { get; init; }

    [MaxLength(100)]
    public Requirement[]? Requirements { get; init; }

    /// <summary>When the team works: offers' minutes run only then. Without it they always do. See <see cref="OnlyInHours"/> too.</summary>
    public TeamHours? Hours { get; init; }

    /// <summary>The name of a calendar of the service levels by which it works, with its holidays and make-up days, in place of <see cref="Hours"/>.</summary>
    [MaxLength(200)]
    public string? Calendar { get; init; }

    /// <summary>
    /// People without a shift are on duty only while they are there: their Desk was open within so many minutes, 2 to 1,440 (15 fits most teams).
    /// Without it and <see cref="OnlyInHours"/>, the default, they are on duty at any hour unless they are away: for teams whose people have shifts, or are always to be had.
    /// </summary>
    [Range(2, 1440)]
    public int? UnseenMinutes { get; init; }

    /// <summary>People without a shift are on duty only in the team's hours, by <see cref="Calendar"/> or <see cref="Hours"/>; beside <see cref="UnseenMinutes"/> both must hold.</summary>
    public bool OnlyInHours { get; init; }

    /// <summary>To whom a reopened ticket goes.</summary>
    public ReopenedTo Reopened { get; init; } = ReopenedTo.Owner;

    /// <summary>The most visits that one engineer has on a day of the tenant's zone, 1 to 50; any number without it.</summary>
    public int? VisitsPerDay { get; init; }

    /// <summary>Who does not answer an offer is set away until saying otherwise.</summary>
    public bool AwayWhenUnanswered { get; init; }
}
