using System.ComponentModel.DataAnnotations;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Teams;

namespace ServiceMesh.Dispatch.Tickets;

/// <summary>
/// A triage by hand. A severity (1 to 5) other than the matrix's needs a reason and a dispatcher or manager. Class, fault class, product and
/// tags stay as they are where none are given; tags given replace those there were.
/// </summary>
public sealed record TriageRequest(
    Level Impact, Level Urgency, WorkType? WorkType = null, [Range(1, 5)] int? Severity = null, [MaxLength(2000)] string? Reason = null,
    [NotBlank, MaxLength(200)] string? Category = null, [NotBlank, MaxLength(200)] string? FaultClass = null,
    [MaxLength(20), Keywords(200)] string[]? Tags = null, Guid? ProductId = null);

/// <summary>
/// An assignment: to an engineer (in the team given, else in his own); to a team, whose least loaded engineer gets it; or, with
/// neither, anew to the least loaded of the present team.
/// </summary>
/// <param name="Override">A dispatcher or manager passes over what speaks against the engineer, with the reason; never over a missing certificate.</param>
public sealed record AssignRequest(Guid? TeamId = null, Guid? EngineerId = null, [MaxLength(2000)] string? Reason = null, bool Override = false);

/// <summary>Why the ticket goes back into the queue.</summary>
public sealed record UnassignRequest([MaxLength(2000)] string? Reason = null);

/// <summary>The diagnosis. All four parts are required; the minutes are 1 to 525,600.</summary>
public sealed record FixPlanRequest(
    [NotBlank, MaxLength(10_000)] string Cause,
    [NotBlank, MaxLength(10_000)] string Steps,
    [NotBlank, MaxLength(10_000)] string Risk,
    [Range(1, 525_600)] int EstimatedMinutes);

/// <summary>Whom or what the ticket waits for.</summary>
public sealed record PauseRequest(PauseReason Reason, [MaxLength(2000)] string? Note = null);

/// <summary>What solved it.</summary>
public sealed record ResolveRequest([NotBlank, MaxLength(20_000)] string Resolution, [MaxLength(100)] string? CauseCode = null, [NotBlank, MaxLength(200)] string? FaultClass = null,
    [NotBlank, MaxLength(100)] string? Module = null);

/// <summary>Why it is not solved.</summary>
public sealed record ReopenRequest([MaxLength(2000)] string? Reason = null);

/// <summary>Why it ends without being worked.</summary>
public sealed record CancelRequest([NotBlank, MaxLength(2000)] string Reason);

/// <summary>Why somebody higher up has to look.</summary>
public sealed record EscalateRequest([NotBlank, MaxLength(2000)] string Reason);

/// <summary>Text with at least one character that can be seen.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class NotBlankAttribute() : ValidationAttribute("The field {0} must not be blank.")
{
    public override bool IsValid(object? value) => value is not string text || !string.IsNullOrWhiteSpace(text);
}
