namespace ServiceMesh.Insight.Record.Verification;

/// <summary>Something in the record that is not as it was written.</summary>
/// <param name="Kind">
/// <c>changed</c>: the row at the position does not continue the hash before it: it was changed, or the one before was together with its hash
/// (<paramref name="Previous"/>). <c>removed</c>: positions up to <paramref name="Until"/> are gone; with a
/// row named, whatever stood before it. <c>inserted</c>: a row that the chain does not know. <c>rewritten</c>: the chain agrees with itself up to the
/// position, but not with the signed head there: something from <paramref name="Position"/> to <paramref name="Until"/> was changed and everything
/// after it written anew. <c>personal-changed</c>, <c>personal-removed</c>: what lies beside the row is not what was sealed, or is gone without a
/// request. <c>head-wrong</c>, <c>head-forged</c>, <c>head-removed</c>, <c>head-unknown-key</c>, <c>copy-wrong</c>, <c>copy-removed</c>: the record's end or a day's signed
/// head, or its copy outside the database.
/// </param>
/// <param name="Position">The position in the tenant's record; null for rows outside the chain and for heads.</param>
/// <param name="Until">The last position it is about, when more than one.</param>
/// <param name="Event">The event's place in its stream: publisher, aggregate, sequence.</param>
/// <param name="Type">The event's name.</param>
/// <param name="TicketId">The ticket it is about.</param>
/// <param name="Day">The day of a signed head.</param>
/// <param name="Previous">Of a changed row, the event before it.</param>
public sealed record Finding(
    string Kind, long? Position = null, long? Until = null, string? Event = null, string? Type = null, Guid? TicketId = null, DateOnly? Day = null,
    string? Previous = null);

/// <param name="Intact">True when nothing was found.</param>
/// <param name="Position">The end of the record when the verification began.</param>
/// <param name="Hash">The chain's hash there, lower-case hex.</param>
/// <param name="Checked">Rows looked at.</param>
/// <param name="Erased">Rows whose customer's part was erased on request; their hashes hold.</param>
/// <param name="Heads">Signed heads that were compared, those of the copies included.</param>
/// <param name="OpenFrom">The first position that no signed head covers yet.</param>
/// <param name="Found">How many things were found.</param>
/// <param name="Findings">The first hundred of them, by position.</param>
/// <param name="Missing">Events that are missing from their streams, when rows are gone: at most a hundred.</param>
public sealed record VerificationResult(
    bool Intact, long Position, string? Hash, long Checked, long Erased, int Heads, long OpenFrom, long Found, IReadOnlyList<Finding> Findings,
    IReadOnlyList<string> Missing);
