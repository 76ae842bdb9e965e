using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Persistence;

/// <summary>Values as jsonb columns. They are records that are never changed in place: a new value is a change.</summary>
internal static class JsonText
{
    public static ValueConverter<T?, string?> Of<T>() where T : class => new(
        v => v == null ? null : JsonSerializer.Serialize(v, EventJson.Options),
        s => s == null ? null : JsonSerializer.Deserialize<T>(s, EventJson.Options));

    /// <summary>The same for a column that is never null.</summary>
    public static ValueConverter<T, string> Required<T>() where T : class => new(
        v => JsonSerializer.Serialize(v, EventJson.Options),
        s => JsonSerializer.Deserialize<T>(s, EventJson.Options)!);
}
