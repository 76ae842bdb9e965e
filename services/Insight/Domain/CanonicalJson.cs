using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ServiceMesh.Insight.Domain;

/// <summary>
/// One spelling for equal JSON: properties sorted, no spaces, numbers in plain decimals. PostgreSQL's jsonb keeps values, not spellings, so
/// a hash needs this.
/// </summary>
public static class CanonicalJson
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The canonical spelling (UTF-8) of a value.</summary>
    public static byte[] Of(JsonElement value) => Write(writer => WriteValue(writer, value));

    /// <summary>The canonical spelling (UTF-8) of JSON text.</summary>
    public static byte[] Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Of(document.RootElement);
    }

    /// <summary>What a writer with these rules writes.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, s_options)) write(writer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>An instant as the record spells it, in whole microseconds (UTC).</summary>
    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>What PostgreSQL keeps of an instant: whole microseconds.</summary>
    public static DateTimeOffset WholeMicroseconds(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    internal static void WriteValue(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null).OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    WriteValue(writer, property.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) WriteValue(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                WriteNumber(writer, value);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, JsonElement value)
    {
        if (value.TryGetInt64(out var whole)) writer.WriteNumberValue(whole);
        // Dividing by one with many places takes trailing zeros off.
        else if (value.TryGetDecimal(out var number)) writer.WriteNumberValue(number / 1.0000000000000000000000000000m);
        else value.WriteTo(writer);
    }
}
