using System.Collections.Frozen;
using System.Text.Json;

namespace ServiceMesh.Insight.Domain;

/// <summary>Which part of the record a property belongs to.</summary>
public enum RecordPart
{
    /// <summary>The chain's own: figures, ids, codes.</summary>
    Kept,

    /// <summary>Lies beside the chain: names the customer's people, or was typed by somebody about their affairs.</summary>
    Customer,

    /// <summary>Lies beside the chain: names the vendor's people.</summary>
    Staff,
}

/// <summary>
/// Where each property of an event lies. Numbers, truth values, ids and instants are kept in the chain; a text is kept only when it is known to
/// be a code or the name of a thing. A text nobody knows counts as a person's: losing a code is mended here, publishing a name is not. A test asks
/// that somebody has decided about every text of every event.
/// </summary>
public static class PersonalFields
{
    private const string Replies = "values";

    /// <summary>Repetitions, secrets and addresses: the record has none of them.</summary>
    private static readonly FrozenSet<string> s_leftOut = FrozenSet.Create(
        "tenant", "ticketId", "occurredAt", "by", "stream", "trace",
        "sealedProgressToken", "progressTokenHash", "sealedToken", "maskedLink", "link",
        "email", "phone", "phones", "contactEmail", "engineerEmail", "maskedRecipient");

    /// <summary>What is kept of a ticket's or a maintenance run's card: the rest is a repetition.</summary>
    private static readonly FrozenSet<string> s_card = FrozenSet.Create(
        "cycle", "severity", "workType", "teamId", "engineerId", "customerId", "productId", "assetId", "contractId", "dueAt", "overdueAt",
        "runId", "planId", "planName", "kind", "cover", "occursOn", "from", "to", "zone");

    private static readonly FrozenSet<string> s_codes = FrozenSet.Create(
        "number", "channel", "kind", "workType", "category", "impact", "urgency", "language", "languages", "productName", "serviceLevel", "entitlement", "previousEntitlement",
        "channelId", "externalReference", "callerMatch", "code", "timeZone", "brand", "clock", "month", "clause", "currency", "role", "roles", "missedLeg",
        "template", "audience", "outcome", "decidedBy", "mode", "teamName", "policy", "target", "via", "trigger", "intoNumber", "certificate", "causeCode",
        "plan", "state", "previousState", "customerName", "region", "regions", "pausedBy", "previousReason", "skills", "channels", "pageChannels", "serialNumber",
        "startsOn", "endsOn", "endOfSupport", "validUntil", "faultClass", "questionnaireName", "question", "requestClass", "tags", "rules", "team",
        "parentNumber", "earlierNumber", "contractNumber", "planName", "cover", "occursOn", "zone", "verdict", "previousFrom", "parts", "partsUsed",
        "engineerLanguage", "status", "key", "clocks", "period", "contentHash", "cutoff", "module", "modules", "version", "completedOn",
        "service", "weekday", "holidays", "date", "validFrom", "chosenWorkType", "missingParts", "nameZh", "nameEn");

    /// <summary>What people typed, and the names of the customer's people.</summary>
    private static readonly FrozenSet<string> s_words = FrozenSet.Create(
        "subject", "text", "comment", "note", "reason", "cause", "steps", "risk", "resolution", "report", "log", "title", "place", "tool", "lateReason", "overrideReason", "noPlaceReason", "acceptedBecause",
        "signedBy", "contactName");

    private static readonly FrozenSet<string> s_staff = FrozenSet.Create("engineerName", "personName", "person", "onCall", "explanation", "why", "servedBy");

    /// <summary>Texts of the same name that are a code in one event and a person's words in another.</summary>
    private static readonly FrozenDictionary<string, RecordPart> s_special = new Dictionary<string, RecordPart>
    {
        ["TicketPaused.reason"] = RecordPart.Kept, ["TicketResumed.reason"] = RecordPart.Kept, ["MessageFailed.reason"] = RecordPart.Kept,
        ["NotificationFailed.reason"] = RecordPart.Kept, ["NotificationDropped.reason"] = RecordPart.Kept, ["FollowUpDue.reason"] = RecordPart.Kept,
        ["FollowUpCompleted.reason"] = RecordPart.Kept, ["FollowUpEscalated.cause"] = RecordPart.Kept,
        ["CustomerChanged.name"] = RecordPart.Kept, ["ProductChanged.name"] = RecordPart.Kept, ["TeamChanged.name"] = RecordPart.Kept,
        ["TenantChanged.name"] = RecordPart.Kept, ["AssetChanged.name"] = RecordPart.Kept, ["CalendarChanged.name"] = RecordPart.Kept, ["ContractChanged.number"] = RecordPart.Kept,
        ["EngineerChanged.name"] = RecordPart.Staff, ["EngineerChanged.certificates"] = RecordPart.Kept, ["EngineerChanged.trainings"] = RecordPart.Kept, ["AccountChanged.name"] = RecordPart.Staff,
        ["ContactChanged.name"] = RecordPart.Customer,
    }.ToFrozenDictionary();

    /// <summary>True when the record has nothing of this property.</summary>
    public static bool IsLeftOut(string? within, string name) => within == "card" ? !s_card.Contains(name) : s_leftOut.Contains(name);

    /// <summary>Whether somebody has decided about the texts of this name: nothing else here tells a code from a name.</summary>
    public static bool IsDecided(string type, string? within, string name) =>
        name == Replies || IsLeftOut(within, name) || s_codes.Contains(name) || s_words.Contains(name) || s_staff.Contains(name) || s_special.ContainsKey($"{type}.{name}");

    /// <summary>
    /// The part of a property as a whole, or null when it is an object or a list whose members are looked at one by one.
    /// </summary>
    /// <param name="type">The event's name.</param>
    /// <param name="owner">The object that has it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value, or one of its items.</param>
    public static RecordPart? Of(string type, JsonElement owner, string name, JsonElement value)
    {
        // A survey's answers: figures and options are kept, words are not.
        if (name == Replies && owner.TryGetProperty("kind", out var kind)) return kind.ValueEquals("text"u8) ? RecordPart.Customer : RecordPart.Kept;
        // A customer's account bears the name of their person.
        if (name == "name" && type == "AccountChanged" && owner.TryGetProperty("contactId", out var contact) && contact.ValueKind == JsonValueKind.String) return RecordPart.Customer;
        if (s_special.TryGetValue($"{type}.{name}", out var special)) return special;
        if (s_staff.Contains(name)) return RecordPart.Staff;
        return value.ValueKind switch
        {
            JsonValueKind.Object or JsonValueKind.Array => null,
            JsonValueKind.String => s_codes.Contains(name) || IsIdOrInstant(name, value) ? RecordPart.Kept : RecordPart.Customer,
            _ => RecordPart.Kept,
        };
    }

    // By name and value: words that happen to look like an id are still words.
    private static bool IsIdOrInstant(string name, JsonElement value) =>
        (name.EndsWith("Id", StringComparison.Ordinal) || name.EndsWith("Ids", StringComparison.Ordinal)) && value.TryGetGuid(out _)
        || (name.EndsWith("At", StringComparison.Ordinal) || name.EndsWith("Until", StringComparison.Ordinal) || name is "from" or "to" or "since") && value.TryGetDateTimeOffset(out _);
}
