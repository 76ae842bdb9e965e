namespace ServiceMesh.Desk;

/// <summary>What a contract says before a ticket is saved.</summary>
public sealed record CoverShape(string Answer, CoverContractShape? Contract, IReadOnlyList<CoverContractShape>? Candidates);

/// <summary>A contract that could be meant, with what it alone would say.</summary>
public sealed record CoverContractShape(Guid ContractId, string Number, string Status, string ServiceLevel, DateOnly EndsOn, int? CasesLeft, int? VisitsLeft = null, DateOnly? SupportedUntil = null);

/// <summary>A ticket that may be about the same.</summary>
public sealed record DuplicateShape(Guid Id, string Number, string Subject, string State, string? ContactName, double Score, IReadOnlyList<string> Reasons);

/// <summary>A ticket of a list.</summary>
public sealed record TicketLineShape(Guid Id, string Number, string Subject, string State, string? CustomerName);

/// <summary>What merging, an incident or an announcement came to.</summary>
public sealed record RelatedShape(Guid? TicketId, NumberedShape? MergedInto, NumberedShape? Parent, int? Tickets, Guid? AnnouncementId);

/// <summary>Who would hear of an incident, by the channel that their tickets came by.</summary>
public sealed record IncidentAudienceShape(int Tickets, IReadOnlyDictionary<string, int> ByChannel);

/// <summary>Who a ticket is from now.</summary>
public sealed record SenderShape(Guid ContactId, Guid CustomerId, string Entitlement);

/// <summary>What a ticket is about now, and what covers it.</summary>
public sealed record TicketCoverShape(Guid TicketId, Guid? AssetId, CoverStateShape Entitlement);

/// <param name="Status">A word of the entitlement.</param>
public sealed record CoverStateShape(string Status, string? ContractNumber);

/// <summary>What an import did or would do.</summary>
public sealed record ImportShape(bool DryRun, bool Saved, int Lines, int Created, int Updated, int Failed, IReadOnlyList<ImportErrorShape> Errors);

/// <summary>What is wrong with a line of a file.</summary>
public sealed record ImportErrorShape(int Line, string? Column, string Code, string Message);

/// <summary>What the contract of whoever rings says.</summary>
public sealed record CallCoverShape(string Answer, string? ContractNumber, string? ServiceLevel, int? CasesLeft, int? VisitsLeft = null);

/// <summary>Somebody whose number it could be.</summary>
public sealed record CallCandidateShape(Guid ContactId, string Name, Named Customer);

/// <summary>An entry of the block list.</summary>
/// <param name="Kind"><c>number</c> or <c>sender</c>.</param>
public sealed record BlockedShape(
    Guid Id, string Kind, string Value, string Reason, string? ChannelName, DateTimeOffset? Until, string AddedBy, DateTimeOffset AddedAt, string? RemovedBy,
    DateTimeOffset? RemovedAt, int Attempts, DateTimeOffset? LastAttemptAt);

/// <summary>Somebody who was turned away.</summary>
public sealed record BlockedAttemptShape(Guid Id, string ChannelName, string Sender, string? Text, DateTimeOffset At);
