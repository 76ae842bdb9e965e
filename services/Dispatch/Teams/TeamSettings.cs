using System.ComponentModel.DataAnnotations;
using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Teams;

/// <summary>How a team wants to be paged.</summary>
/// <param name="ManagerAccountId">The account of the team's manager; without one the target <c>manager</c> is every manager.</param>
/// <param name="Reminders">How often somebody is reminded before the next step, 0 to 10.</param>
/// <param name="Minutes">Minutes before each reminder and after the last, 1 to 1,440: with 2 and 10 the next step comes after 30.</param>
/// <param name="Ladder">The steps, see <see cref="Domain.Paging.Targets"/>; on-call 1, on-call 2 and the manager when none is given.</param>
/// <param name="PageQueued">Whether a ticket of severity 1 that nobody has and nobody is being offered calls the first step's people.</param>
/// <param name="QueuedMinutes">After so many minutes of waiting, 0 (at once) to 1,440.</param>
public sealed record PagingSettings(
    Guid? ManagerAccountId = null, [Range(0, 10)] int Reminders = 2, [Range(1, 1440)] int Minutes = 10, [MaxLength(12)] string[]? Ladder = null,
    bool PageQueued = true, [Range(0, 1440)] int QueuedMinutes = 0);

/// <summary>Settings as shown.</summary>
/// <param name="Warnings">What may not be meant, such as a mandatory skill that nobody in the team has.</param>
/// <param name="Gaps">The same as data: skills with levels and certificates that nobody has.</param>
public sealed record TeamSettingsView(PagingSettings Paging, AssignmentSettings Assignment, IReadOnlyList<string> Warnings, IReadOnlyList<Exclusion> Gaps)
{
    /// <summary>The team's active engineers who are in no rotation of shifts: <see cref="AssignmentSettings.UnseenMinutes"/> and <see cref="AssignmentSettings.OnlyInHours"/> say when they are on duty.</summary>
    public int WithoutShift { get; init; }
}

/// <summary>A team's settings beside what it is.</summary>
public sealed record TeamSettings
{
    public PagingSettings Paging { get; init; } = new();

    public AssignmentSettings Assignment { get; init; } = new();
}
