using System.Globalization;
using System.Text.Json;
using NodaTime.Text;
using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain.Maintenance;

/// <summary>What was shown for a run, by field, in one way of writing: numbers without signs or points, instants in UTC.</summary>
public sealed record Evidence(IReadOnlyDictionary<string, string> Values)
{
    public static Evidence None { get; } = new(new Dictionary<string, string>());

    public string? this[string name] => Values.GetValueOrDefault(name);

    public long? Number(string name) => this[name] is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>Adds values; an empty one takes away what was there.</summary>
    public Evidence With(IReadOnlyDictionary<string, string> more)
    {
        var values = new Dictionary<string, string>(Values);
        foreach (var (name, value) in more)
            if (value.Length == 0) values.Remove(name);
            else values[name] = value;
        return new Evidence(values);
    }

    /// <summary>Required fields of a phase that are not there.</summary>
    public IReadOnlyList<EvidenceField> Missing(MaintenanceKind kind, EvidencePhase phase) =>
        [.. EvidenceForm.Of(kind).Where(f => f.Required && f.Phase == phase && this[f.Name] is null)];
}

/// <summary>Reads a value as its field wants it.</summary>
public static class EvidenceReader
{
    private static readonly Dictionary<string, int> s_digits = new(StringComparer.Ordinal) { ["md5"] = 32, ["sha1"] = 40, ["sha256"] = 64, ["sha384"] = 96, ["sha512"] = 128, ["crc32"] = 8 };

    /// <summary>The value as it is kept, empty for one that takes the old away; or why it cannot be.</summary>
    public static (string? Value, string? Problem) Read(EvidenceField field, JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.Null => "",
            JsonValueKind.String => value.GetString()!.Trim(),
            JsonValueKind.Number when field.Type == EvidenceType.Number => value.GetRawText(),
            _ => null,
        };
        if (text is null) return (null, field.Type == EvidenceType.Number ? "It is a whole number." : "It is a text.");
        if (text.Length == 0) return ("", null);
        return field.Type switch
        {
            EvidenceType.Number => ReadNumber(field, text),
            EvidenceType.Choice => field.Choices!.Contains(text) ? (text, null) : (null, $"It is {string.Join(", ", field.Choices!)}."),
            EvidenceType.Checksum => ReadChecksum(text.ToLowerInvariant()),
            EvidenceType.Instant => ReadInstant(text),
            _ => text.Length < field.Min ? (null, $"At least {field.Min} characters.") : text.Length > field.Max ? (null, $"At most {field.Max} characters.") : (text, null),
        };
    }

    private static (string?, string?) ReadNumber(EvidenceField field, string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= field.Min && number <= field.Max
            ? (number.ToString(CultureInfo.InvariantCulture), null)
            : (null, $"It is a whole number from {field.Min} to {field.Max}.");

    private static (string?, string?) ReadChecksum(string text)
    {
        var parts = text.Split(':');
        return parts.Length == 2 && s_digits.TryGetValue(parts[0], out var digits) && parts[1].Length == digits && parts[1].All(char.IsAsciiHexDigit)
            ? (text, null)
            : (null, $"It is an algorithm ({string.Join(", ", s_digits.Keys)}), a colon and its hex digits.");
    }

    private static (string?, string?) ReadInstant(string text) =>
        OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true, Value: var at } && at.Year is >= 1970 and <= 2200
            ? (InstantPattern.ExtendedIso.Format(at.ToInstant()), null)
            : (null, "It is an instant with its offset, for example 2027-03-02T03:00:00+08:00.");
}
