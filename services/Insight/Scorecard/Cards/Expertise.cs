using System.Globalization;
using System.Text.Json;
using ServiceMesh.Insight.Domain.Scorecard;

namespace ServiceMesh.Insight.Scorecard.Cards;

/// <summary>
/// Certificates and training. Of an engineer: certificates held, and those valid; one more for having been trained in the last twelve months. Of a team: of
/// each person whether a certificate is valid, and whether there was a training in the last twelve months.
/// </summary>
internal static class Expertise
{
    /// <param name="on">The day on which certificates must be valid, and the last of the twelve months; included.</param>
    public static IReadOnlyDictionary<Guid, (int Valid, int All)> Of(string kind, IEnumerable<(Guid Id, string Data)> engineers, DateOnly on)
    {
        var found = new Dictionary<Guid, (int Valid, int All)>();
        foreach (var (id, text) in engineers)
        {
            using var document = JsonDocument.Parse(text);
            var engineer = document.RootElement;
            if (!engineer.TryGetProperty("active", out var active) || active.ValueKind != JsonValueKind.True) continue;
            var (certificates, trainings) = (List(engineer, "certificates"), List(engineer, "trainings"));
            var valid = certificates?.Count(c => IsValid(c, on)) ?? 0;
            var trained = trainings?.Any(t => IsRecent(t, on)) ?? false;
            // What was never told is not asked for: events from before trainings were told say nothing of them.
            if (kind == Subject.Engineer) Add(id, valid + (trained ? 1 : 0), (certificates?.Count ?? 0) + (trainings is null ? 0 : 1));
            else foreach (var group in kind == Subject.All ? [Guid.Empty] : kind == Subject.Team ? Teams(engineer) : []) Add(group, (valid > 0 ? 1 : 0) + (trained ? 1 : 0), (certificates is null ? 0 : 1) + (trainings is null ? 0 : 1));
        }

        return found;

        void Add(Guid id, int valid, int asked)
        {
            if (asked == 0) return;
            var (before, all) = found.GetValueOrDefault(id);
            found[id] = (before + valid, all + asked);
        }
    }

    private static List<JsonElement>? List(JsonElement engineer, string name) =>
        engineer.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : null;

    private static IEnumerable<Guid> Teams(JsonElement engineer) => List(engineer, "teamIds")?.Select(t => t.TryGetGuid(out var id) ? id : Guid.Empty).Where(t => t != Guid.Empty) ?? [];

    private static bool IsRecent(JsonElement training, DateOnly on) =>
        training.TryGetProperty("completedOn", out var day) && day.ValueKind == JsonValueKind.String
        && DateOnly.TryParse(day.GetString(), CultureInfo.InvariantCulture, out var passed) && passed <= on && passed > on.AddYears(-1);

    private static bool IsValid(JsonElement certificate, DateOnly on) =>
        !certificate.TryGetProperty("validUntil", out var until) || until.ValueKind != JsonValueKind.String
        || (DateOnly.TryParse(until.GetString(), CultureInfo.InvariantCulture, out var last) && last >= on);
}
