using System.Text.Json;
using ServiceMesh.Contracts;

namespace ServiceMesh.Insight.Domain;

/// <summary>An event's properties in the three parts of the record, each in canonical JSON (UTF-8); null where there is nothing.</summary>
/// <param name="Kept">Never null; <c>{}</c> when there is nothing.</param>
/// <param name="ContactId">The customer's person whom the event is about or who caused it, when it says so.</param>
public sealed record EventParts(byte[] Kept, byte[]? Customer, byte[]? Staff, Guid? ContactId)
{
    /// <summary>The property under which an actor's name lies in its part.</summary>
    public const string ActorName = "actorName";

    /// <summary>The parts of an event.</summary>
    public static EventParts Of(Event e)
    {
        ArgumentNullException.ThrowIfNull(e);
        var json = JsonSerializer.SerializeToElement(e, e.GetType(), Messaging.EventJson.Options);
        return Split(e.GetType().Name, json, EventFacts.Kind(e.By.Kind), e.By.Id, e.By.Name);
    }

    /// <summary>The parts of an event's JSON.</summary>
    /// <param name="type">The event's name.</param>
    /// <param name="json">Its properties.</param>
    /// <param name="actorKind"><c>system</c>, <c>staff</c>, <c>customer</c> or <c>integration</c>.</param>
    /// <param name="actorId">Who caused it; the contact's id for customers.</param>
    /// <param name="actorName">Their name, which goes to the part of their side.</param>
    public static EventParts Split(string type, JsonElement json, string actorKind, string? actorId, string? actorName)
    {
        var side = actorKind == "customer" ? RecordPart.Customer : RecordPart.Staff;
        var contact = actorKind == "customer" && Guid.TryParse(actorId, out var actor) ? actor
            : json.TryGetProperty("contactId", out var named) && named.TryGetGuid(out var id) ? id : (Guid?)null;
        return new EventParts(
            Part(RecordPart.Kept) ?? "{}"u8.ToArray(), Part(RecordPart.Customer), Part(RecordPart.Staff), contact);

        byte[]? Part(RecordPart part)
        {
            var name = part == side && part != RecordPart.Kept ? actorName : null;
            if (name is null && !Holds(type, null, json, part)) return null;
            return CanonicalJson.Write(writer => WriteObject(writer, type, null, json, part, name));
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, string type, string? within, JsonElement json, RecordPart part, string? actorName)
    {
        writer.WriteStartObject();
        var members = json.EnumerateObject()
            .Where(p => p.Value.ValueKind != JsonValueKind.Null && Holds(type, json, within, p, part))
            .Select(p => (p.Name, Value: (JsonElement?)p.Value));
        if (actorName is not null) members = members.Append((ActorName, null));
        foreach (var (name, value) in members.OrderBy(m => m.Name, StringComparer.Ordinal))
        {
            writer.WritePropertyName(name);
            if (value is { } known) WriteMember(writer, type, json, name, known, part);
            else writer.WriteStringValue(actorName);
        }
        writer.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter writer, string type, JsonElement owner, string name, JsonElement value, RecordPart part)
    {
        if (PersonalFields.Of(type, owner, name, value) is not null) WriteWhole(writer, value);
        else if (value.ValueKind == JsonValueKind.Object) WriteObject(writer, type, name, value, part, null);
        else
        {
            writer.WriteStartArray();
            // Items keep their places, so that the parts can be laid over each other again.
            foreach (var item in value.EnumerateArray())
            {
                if (item.ValueKind is JsonValueKind.Object or JsonValueKind.Array) WriteMember(writer, type, owner, name, item, part);
                else if (PersonalFields.Of(type, owner, name, item) == part) CanonicalJson.WriteValue(writer, item);
                else writer.WriteNullValue();
            }
            writer.WriteEndArray();
        }
    }

    private static bool Holds(string type, string? within, JsonElement json, RecordPart part) =>
        json.EnumerateObject().Any(p => p.Value.ValueKind != JsonValueKind.Null && Holds(type, json, within, p, part));

    private static bool Holds(string type, JsonElement owner, string? within, JsonProperty p, RecordPart part) =>
        !PersonalFields.IsLeftOut(within, p.Name) && HoldsValue(type, owner, p.Name, p.Value, part);

    private static bool HoldsValue(string type, JsonElement owner, string name, JsonElement value, RecordPart part) => PersonalFields.Of(type, owner, name, value) is { } whole
        ? whole == part
        : value.ValueKind == JsonValueKind.Object
            ? part == RecordPart.Kept && !value.EnumerateObject().Any() || Holds(type, name, value, part)
            : part == RecordPart.Kept && value.GetArrayLength() == 0 || value.EnumerateArray().Any(item => HoldsValue(type, owner, name, item, part));

    /// <summary>A value that lies in one part as a whole, without the addresses in it.</summary>
    private static void WriteWhole(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var p in value.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null && !PersonalFields.IsLeftOut(null, p.Name)).OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(p.Name);
                    WriteWhole(writer, p.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) WriteWhole(writer, item);
                writer.WriteEndArray();
                break;
            default:
                CanonicalJson.WriteValue(writer, value);
                break;
        }
    }
}
