using System.Globalization;

namespace ServiceMesh.Desk.Maintenance;

/// <summary>Evidence as somebody types it, by field; only what was changed is sent. Nothing is checked here: the service says what is wrong.</summary>
internal sealed class EvidenceDraft
{
    private const string Typed = "yyyy-MM-dd'T'HH:mm:ss";

    private readonly Dictionary<string, string> _saved = [];
    private readonly Dictionary<string, string> _values = [];
    private readonly HashSet<string> _instants = [];
    private TimeZoneInfo _zone = TimeZoneInfo.Utc;

    public string this[string name]
    {
        get => _values.GetValueOrDefault(name, "");
        set => _values[name] = value ?? "";
    }

    /// <summary>The evidence of a phase; what differs from the saved in <paramref name="typed"/> is kept.</summary>
    public static EvidenceDraft Of(RunDetailShape run, string phase, TimeZoneInfo zone, EvidenceDraft? typed)
    {
        var draft = new EvidenceDraft { _zone = zone };
        foreach (var field in run.Form.Where(f => f.Phase == phase))
        {
            if (field.Type == "instant")
                draft._instants.Add(field.Name);
            var saved = run.Evidence.GetValueOrDefault(field.Name) ?? "";
            if (field.Type == "instant" && DateTimeOffset.TryParse(saved, CultureInfo.InvariantCulture, out var at))
                saved = zone.At(at).ToString(Typed, CultureInfo.InvariantCulture);
            draft._saved[field.Name] = saved;
            var kept = typed is not null && typed[field.Name] != typed._saved.GetValueOrDefault(field.Name, "");
            draft._values[field.Name] = kept ? typed![field.Name] : saved;
        }

        return draft;
    }

    /// <summary>What was changed, as the API takes it; null takes a value away.</summary>
    public IReadOnlyDictionary<string, object?> Changes() => _values
        .Where(v => v.Value.Trim() != _saved.GetValueOrDefault(v.Key, ""))
        .ToDictionary(v => v.Key, v => v.Value.Trim().Length == 0 ? null : (object?)(_instants.Contains(v.Key) ? Instant(v.Value) : v.Value.Trim()));

    // A browser leaves seconds out when they are none.
    private string Instant(string typed) =>
        DateTime.TryParse(typed, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? local.In(_zone).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : typed;
}

/// <summary>Figures of evidence as people say them.</summary>
internal static class Amounts
{
    private static readonly string[] s_units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>"1.4 TiB", "55 min"; null for what is no such figure.</summary>
    public static string? Say(string name, string value, Words words, Times times)
    {
        if (!long.TryParse(value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var n))
            return null;
        if (name.EndsWith("Bytes", StringComparison.Ordinal))
            return Bytes(n, words.Culture);
        return name.EndsWith("Seconds", StringComparison.Ordinal) ? times.ExactSpan(n) : name == "minutes" ? times.Span(TimeSpan.FromMinutes(n)) : null;
    }

    private static string Bytes(double n, CultureInfo culture)
    {
        var unit = 0;
        for (; n >= 1024 && unit < s_units.Length - 1; unit++)
            n /= 1024;
        return $"{n.ToString(unit == 0 ? "0" : "0.##", culture)} {s_units[unit]}";
    }
}
