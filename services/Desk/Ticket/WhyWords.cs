using System.Text.Json;
using ServiceMesh.Contracts;

namespace ServiceMesh.Desk.Ticket;

/// <summary>Why somebody has some work, in the reader's language. What was stored before reasons were data is an English sentence: only English readers see it.</summary>
internal static class WhyWords
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    public static string? Of(AssignmentReason? why, string? english, Words w) =>
        why is not null ? Given(AssignmentReasonWords.Say(why, w.Tag)) : w.Tag == "en" ? Given(english) : null;

    /// <summary>Of what an event carries.</summary>
    public static string? Of(JsonElement data, Words w)
    {
        if (data.ValueKind != JsonValueKind.Object) return null;
        var english = data.TryGetProperty("explanation", out var said) && said.ValueKind == JsonValueKind.String ? said.GetString() : null;
        return Of(data.TryGetProperty("why", out var why) ? Read(why) : null, english, w);
    }

    /// <summary>Null for what is no reason: a record may hold less of one after a person was erased.</summary>
    private static AssignmentReason? Read(JsonElement why) =>
        why.ValueKind == JsonValueKind.Object && why.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String ? why.Deserialize<AssignmentReason>(s_json) : null;

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
