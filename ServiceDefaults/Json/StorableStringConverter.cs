using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServiceMesh.ServiceDefaults;

/// <summary>
/// Refuses at the edge what PostgreSQL cannot store as text: U+0000. (Half a surrogate pair the reader refuses by itself.)
/// </summary>
internal sealed class StorableStringConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("A string is expected.");
        return Check(reader.GetString());
    }

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Check(reader.GetString())!;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value);

    private static string? Check(string? text) =>
        text is not null && text.Contains('\0') ? throw new JsonException("The character U+0000 is not allowed.") : text;
}
