using System.Globalization;
using System.Text.Json;
using ServiceMesh.Insight.Domain.Scorecard;

namespace ServiceMesh.Insight.Scorecard.Cards;

/// <summary>Valid certificates: of an engineer's own; of a team, people who hold at least one.</summary>
internal static class Expertise
{
    /// <param name="on">The day on which they must be valid, included.</param>
    public static IReadOnlyDictionary<Guid, (int Valid, int All)> Of(string kind, IEnumerable<(Guid Id, string Data)> engineers, DateOnly on)
    {
        var found = new Dictionary<Guid, (int Valid, int All)>();
        foreach (var (id, text) in engineers)
        {
            using var document = JsonDocument.Parse(text);
            var engineer = document.RootElement;
            if (!engineer.TryGetProperty("active", out var active) || active.ValueKind != JsonValueKind.True) continue;
            if (!engineer.TryGetProperty("certificates", out var held) || held.ValueKind != JsonValueKind.Array) continue;
            var all = held.GetArrayLength();
            var valid = held.EnumerateArray().Count(c => IsValid(c, on));
            if (kind == Subject.Engineer && all > 0) found[id] = (valid, all);
            else if (kind == Subject.All) Add(Guid.Empty, valid > 0);
            else if (kind == Subject.Team && engineer.TryGetProperty("teamIds", out var teams) && teams.ValueKind == JsonValueKind.Array)
            {
                foreach (var team in teams.EnumerateArray())
                {
                    if (team.TryGetGuid(out var teamId)) Add(teamId, valid > 0);
                }
            }
        }

        return found;

        void Add(Guid id, bool certified)
        {
            var (valid, all) = found.GetValueOrDefault(id);
            found[id] = (valid + (certified ? 1 : 0), all + 1);
        }
    }

    private static bool IsValid(JsonElement certificate, DateOnly on) =>
        !certificate.TryGetProperty("validUntil", out var until) || until.ValueKind != JsonValueKind.String
        || (DateOnly.TryParse(until.GetString(), CultureInfo.InvariantCulture, out var last) && last >= on);
}
