using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceMesh.Contracts;

namespace ServiceMesh.Messaging;

/// <summary>How events and payloads are written into rows, and the one table of event types.</summary>
public static class EventJson
{
    /// <summary>camelCase, enums as camelCase text, nulls left out.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Every event by its name, for example <c>TicketOpened</c>.</summary>
    public static FrozenDictionary<string, Type> Types { get; } = typeof(Event).Assembly.GetExportedTypes()
        .Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(Event)))
        .ToFrozenDictionary(t => t.Name);

    /// <summary>The event's JSON by its own type.</summary>
    public static string Write(Event e) => JsonSerializer.Serialize(e, e.GetType(), Options);

    /// <summary>The event that <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The type is unknown or the body does not fit it.</exception>
    public static Event Read(string type, string body)
    {
        if (!Types.TryGetValue(type, out var clrType)) throw new JsonException($"Unknown event type {type}.");
        return (Event?)JsonSerializer.Deserialize(body, clrType, Options) ?? throw new JsonException($"An empty {type}.");
    }
}
