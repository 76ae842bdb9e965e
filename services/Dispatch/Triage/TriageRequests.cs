using System.ComponentModel.DataAnnotations;
using ServiceMesh.Dispatch.Domain.Triage;

namespace ServiceMesh.Dispatch.Triage;

/// <summary>A new version of the tenant's triage, as a whole.</summary>
/// <param name="Version">The version that it is made from; 0 for the first.</param>
/// <param name="Note">Why.</param>
public sealed record TriageBookRequest([Range(0, int.MaxValue)] int Version, TriageBook Book, [MaxLength(500)] string? Note = null);

/// <summary>A version as shown.</summary>
/// <param name="Warnings">What may not be meant, such as a rule that is never reached.</param>
public sealed record TriageBookView(
    int Version, TriageBook Book, string? Note, string? By, DateTimeOffset? At, IReadOnlyList<string> Warnings);

/// <summary>A version without its content.</summary>
public sealed record TriageVersionView(int Version, string? Note, string? By, DateTimeOffset At, int Rules);

/// <summary>The versions, the newest first; 200 at most.</summary>
public sealed record TriageVersionList(IReadOnlyList<TriageVersionView> Items, string? Next = null);

/// <summary>Rules to try on past tickets: those opened in the last days, the newest first.</summary>
public sealed record DryRunRequest(TriageBook Book, [Range(1, 366)] int Days = 30, [Range(1, 5000)] int Tickets = 1000);

/// <summary>One value that would have been another.</summary>
/// <param name="Field">As rules set them.</param>
/// <param name="Was">What the ticket has; null for nothing.</param>
public sealed record DryRunChange(TriageField Field, string? Was, string? Now);

/// <summary>A ticket that the rules would have triaged otherwise.</summary>
/// <param name="Kept">What the rules would change, but somebody has chosen by hand.</param>
public sealed record DryRunTicket(
    Guid TicketId, string Number, string Subject, DateTimeOffset OpenedAt, IReadOnlyList<string> Rules, IReadOnlyList<DryRunChange> Changes,
    IReadOnlyList<TriageField> Kept);

/// <summary>What a rule would have done.</summary>
/// <param name="Matched">Tickets for which it holds.</param>
/// <param name="Changed">Tickets of these that would have been triaged otherwise.</param>
public sealed record DryRunRule(string Name, int Matched, int Changed);

/// <summary>What would have changed; nothing was stored.</summary>
/// <param name="Tickets">How many were tried.</param>
/// <param name="Items">At most 100 of those that would have changed, the newest first.</param>
public sealed record DryRunView(int Tickets, int Changed, int KeptByHand, IReadOnlyList<DryRunRule> Rules, IReadOnlyList<DryRunTicket> Items);
