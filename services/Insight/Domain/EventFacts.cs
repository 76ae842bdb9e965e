using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ServiceMesh.Contracts;

namespace ServiceMesh.Insight.Domain;

/// <summary>What the timeline keeps of an event beside who, what and when.</summary>
public static class EventFacts
{
    /// <summary>Characters of a message or note that are kept: the whole text is the conversation's.</summary>
    public const int ExcerptLength = 200;

    /// <summary>
    /// Columns of their own, repetitions, secrets and addresses: none of it goes into the data.
    /// </summary>
    private static readonly string[] LeftOut =
    [
        "tenant", "ticketId", "occurredAt", "by", "stream", "trace",
        "card",
        "sealedProgressToken", "progressTokenHash", "sealedToken",
        "contactEmail", "engineerEmail", "maskedRecipient",
    ];

    private static readonly string[] Shortened = ["text", "comment", "note", "resolution", "reason", "steps", "cause", "risk"];

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Trim } },
    };

    /// <summary>The event's data as JSON. Of events that belong to no ticket only the fact is kept: nobody reads more of them here.</summary>
    public static string Data(Event e) => e.TicketId is null ? "{}" : JsonSerializer.Serialize(e, e.GetType(), Options);

    /// <summary>The trace id of a W3C traceparent (32 hex digits), or null.</summary>
    public static string? TraceId(string? traceparent) => traceparent is { Length: >= 35 } && traceparent[2] == '-' ? traceparent[3..35] : null;

    private static void Trim(JsonTypeInfo type)
    {
        if (!type.Type.IsAssignableTo(typeof(Event))) return;
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            var property = type.Properties[i];
            if (LeftOut.Contains(property.Name)) type.Properties.RemoveAt(i);
            else if (property.PropertyType == typeof(string) && Shortened.Contains(property.Name) && property.Get is { } read)
                property.Get = e => Excerpt((string?)read(e));
        }
    }

    private static string? Excerpt(string? text)
    {
        if (text is null || text.Length <= ExcerptLength) return text;
        var end = char.IsHighSurrogate(text[ExcerptLength - 1]) ? ExcerptLength - 1 : ExcerptLength;
        return text[..end] + "...";
    }
}
