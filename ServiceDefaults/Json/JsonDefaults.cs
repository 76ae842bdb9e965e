using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace ServiceMesh.ServiceDefaults;

/// <summary>
/// JSON as ServiceMesh speaks it: camelCase, enums as camelCase words, nothing guessed. Duplicate keys, numbers in quotes, enum
/// numbers, null for what cannot be null and missing values without a default are refused.
/// </summary>
public static class JsonDefaults
{
    /// <summary>Options for code that reads or writes the API's JSON by itself.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Sets <paramref name="options"/> to these rules.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = true;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.MaxDepth = 32;
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new StorableStringConverter());
        var resolver = options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver();
        options.TypeInfoResolver = resolver.WithAddedModifier(RequireWhatCannotBeNull);
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    /// <summary>
    /// A record's parameter that is neither nullable nor has a default must be in the JSON. What has no setter (anonymous objects) is only
    /// ever written, and must not be marked.
    /// </summary>
    private static void RequireWhatCannotBeNull(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;
        foreach (var property in type.Properties)
        {
            if (property.Set is not null && property.AssociatedParameter is { HasDefaultValue: false, IsNullable: false, IsMemberInitializer: false })
                property.IsRequired = true;
        }
    }
}
