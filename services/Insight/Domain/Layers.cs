using System.Text.Json;

namespace ServiceMesh.Insight.Domain;

/// <summary>Lays the parts of an event over each other again: what it said, as far as it was not erased.</summary>
public static class Layers
{
    /// <summary>Characters of a text that lists show.</summary>
    public const int ExcerptLength = 200;

    /// <summary>The parts as one object.</summary>
    /// <param name="excerpts">Whether long texts are shortened.</param>
    /// <param name="parts">JSON objects, the first wins; null where there is nothing.</param>
    public static JsonElement Merge(bool excerpts, params IEnumerable<JsonElement?> parts)
    {
        JsonElement[] known = [.. parts.Where(p => p is { ValueKind: JsonValueKind.Object }).Select(p => p!.Value)];
        return JsonSerializer.Deserialize<JsonElement>(CanonicalJson.Write(writer => Write(writer, known, excerpts, top: true)));
    }

    private static void Write(Utf8JsonWriter writer, JsonElement[] values, bool excerpts, bool top)
    {
        if (values.Length > 0 && values.All(v => v.ValueKind == JsonValueKind.Object))
        {
            writer.WriteStartObject();
            // The actor's name lies among the parts, but is no property of the event.
            foreach (var member in values.SelectMany(v => v.EnumerateObject()).Where(p => !top || p.Name != EventParts.ActorName).GroupBy(p => p.Name).OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                writer.WritePropertyName(member.Key);
                Write(writer, [.. member.Select(p => p.Value)], excerpts, top: false);
            }
            writer.WriteEndObject();
        }
        else if (values.Length > 1 && values.All(v => v.ValueKind == JsonValueKind.Array))
        {
            writer.WriteStartArray();
            for (var i = 0; i < values.Max(v => v.GetArrayLength()); i++)
                Write(writer, [.. values.Where(v => i < v.GetArrayLength()).Select(v => v[i]).Where(v => v.ValueKind != JsonValueKind.Null)], excerpts, top: false);
            writer.WriteEndArray();
        }
        else if (values.Length == 0) writer.WriteNullValue();
        else if (excerpts && values[0].ValueKind == JsonValueKind.String) writer.WriteStringValue(Excerpt(values[0].GetString()!));
        else CanonicalJson.WriteValue(writer, values[0]);
    }

    private static string Excerpt(string text)
    {
        if (text.Length <= ExcerptLength) return text;
        var end = char.IsHighSurrogate(text[ExcerptLength - 1]) ? ExcerptLength - 1 : ExcerptLength;
        return text[..end] + "...";
    }
}
