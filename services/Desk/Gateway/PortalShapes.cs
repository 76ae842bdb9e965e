namespace ServiceMesh.Desk;

/// <summary>A ticket of a customer's own list.</summary>
public sealed record OwnTicketShape(Guid Id, string Number, string Subject, string State, string? ContactName, DateTimeOffset OpenedAt);

/// <summary>What the customer has.</summary>
public sealed record OwnAssetShape(Guid Id, Guid ProductId, string SerialNumber, string? Name);

/// <summary>What the platform that a ticket came by takes as an answer.</summary>
/// <param name="Kind">The kind of channel, for example <c>wechat</c>.</param>
/// <param name="Possible">Whether an answer can be taken there at all.</param>
/// <param name="LongestText">The longest answer that is taken, in characters.</param>
/// <param name="LongestPart">The longest that goes in one message; null for no bound.</param>
/// <param name="InBytes">Whether that is counted in UTF-8 bytes.</param>
/// <param name="Until">Until when the platform takes an answer; null for always.</param>
/// <param name="LateAsTemplate">Whether an answer goes out as a template after that, which shows its first words.</param>
public sealed record ReplyTermsShape(string Kind, bool Possible, int LongestText, int? LongestPart, bool InBytes, DateTimeOffset? LastCustomerAt, DateTimeOffset? Until, bool LateAsTemplate = false);

/// <summary>What the customer may do with a ticket now.</summary>
/// <param name="Until">Until when a closed ticket can be reopened; null while it is not closed, and once that time is over.</param>
public sealed record MayShape(bool Reply, bool Close, bool Reopen, DateTimeOffset? Until);
