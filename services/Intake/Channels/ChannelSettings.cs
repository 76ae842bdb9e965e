using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Channels;

/// <summary>Checks what an administrator gives for a channel.</summary>
internal static class ChannelSettings
{
    /// <summary>
    /// The settings after some were changed: null takes one away. 400 <c>channel.setting</c> for one that the kind does not know, that looks
    /// wrong or that is missing; values are never repeated in the answer.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Merge(
        ChannelTraits traits, IReadOnlyDictionary<string, string> present, IReadOnlyDictionary<string, string?>? changes)
    {
        var merged = new Dictionary<string, string>(present, StringComparer.Ordinal);
        foreach (var (name, value) in changes ?? new Dictionary<string, string?>())
        {
            // Also one that the kind knew in an earlier version can be taken away.
            if (value is null && merged.Remove(name))
                continue;
            var field = traits.Fields.FirstOrDefault(f => f.Name == name)
                ?? throw Problems.Invalid("channel.setting", $"This kind of channel has no such setting; it has {Names(traits)}.");
            if (value is null)
                continue;
            if (field.Pattern.IsMatch(value))
                merged[name] = value;
            else
                throw Problems.Invalid("channel.setting", $"settings.{name} does not look like one.");
        }

        if (traits.Fields.FirstOrDefault(f => f.Needs is { } other && merged.ContainsKey(f.Name) && !merged.ContainsKey(other)) is { } half)
            throw Problems.Invalid("channel.setting", $"settings.{half.Name} needs settings.{half.Needs} beside it.");
        return traits.Fields.FirstOrDefault(f => f.Required && !merged.ContainsKey(f.Name)) is { } missing
            ? throw Problems.Invalid("channel.setting", $"settings.{missing.Name} is needed.")
            : merged;
    }

    /// <summary>Those that may be shown.</summary>
    public static IReadOnlyDictionary<string, string> Shown(ChannelTraits traits, IReadOnlyDictionary<string, string> settings) =>
        settings.Where(s => traits.Fields.Any(f => f.Name == s.Key && !f.Secret)).ToDictionary(s => s.Key, s => s.Value);

    private static string Names(ChannelTraits traits) => traits.Fields.Count == 0 ? "none" : string.Join(", ", traits.Fields.Select(f => f.Name));
}
