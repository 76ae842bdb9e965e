using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ServiceMesh.Dispatch.Persistence;

/// <summary>Enums as they stand in columns and in the API: camelCase words.</summary>
public static class EnumText
{
    public static string Of<T>(T value) where T : struct, Enum => Table<T>.Texts[value];

    public static T Parse<T>(string text) where T : struct, Enum => Table<T>.Values[text];

    /// <summary>The value of a word from outside, or null when there is none such.</summary>
    public static T? Find<T>(string text) where T : struct, Enum =>
        Table<T>.Values.TryGetValue(text, out var value) ? value : null;

    public static ValueConverter<T, string> Converter<T>() where T : struct, Enum => new(v => Of(v), s => Parse<T>(s));

    private static class Table<T> where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Texts =
            Enum.GetValues<T>().ToFrozenDictionary(v => v, v => JsonNamingPolicy.CamelCase.ConvertName(v.ToString()));

        public static readonly FrozenDictionary<string, T> Values = Texts.ToFrozenDictionary(p => p.Value, p => p.Key);
    }
}
