using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ServiceMesh.Intake.Persistence;

/// <summary>Enums are stored as the words that JSON uses.</summary>
public static class EnumText
{
    /// <summary>The stored word.</summary>
    public static string Of<T>(T value) where T : struct, Enum => Words<T>.ByValue[value];

    /// <summary>The value of a stored word.</summary>
    public static T Read<T>(string word) where T : struct, Enum => Words<T>.ByWord[word];

    private static class Words<T> where T : struct, Enum
    {
        public static readonly Dictionary<T, string> ByValue =
            Enum.GetValues<T>().ToDictionary(v => v, v => JsonNamingPolicy.CamelCase.ConvertName(v.ToString()));

        public static readonly Dictionary<string, T> ByWord = ByValue.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);
    }
}

/// <summary><see cref="EnumText"/> for EF.</summary>
public sealed class EnumText<T>() : ValueConverter<T, string>(v => EnumText.Of(v), w => EnumText.Read<T>(w))
    where T : struct, Enum;
