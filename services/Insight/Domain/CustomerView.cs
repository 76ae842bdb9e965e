using System.Collections.Frozen;
using System.Text.Json;

namespace ServiceMesh.Insight.Domain;

/// <summary>
/// What of a ticket's timeline may be shown to its customer: the events that concern them, and of each only what is said here. What is not
/// named, of whatever event, is internal.
/// </summary>
public static class CustomerView
{
    private static readonly FrozenDictionary<string, string[]> s_shown = new Dictionary<string, string[]>
    {
        ["TicketOpened"] = ["number", "channel", "kind", "subject", "text", "workType", "productName", "customerName", "contactName"],
        ["CustomerMessageReceived"] = ["channel", "text"],
        ["AgentMessageSent"] = ["channel", "text"],
        ["CallAnswered"] = [],
        ["CallMissed"] = [],
        ["CloseRequested"] = [],
        ["ReopenRequested"] = ["reason"],
        ["TicketTriaged"] = ["severity", "previousSeverity"],
        ["TicketAssigned"] = ["teamName", "engineerName", "reassigned"],
        ["WorkStarted"] = [],
        ["RemoteSessionStarted"] = ["tool"],
        ["VisitScheduled"] = ["from", "to", "engineerName", "place"],
        ["VisitArrived"] = ["place"],
        ["VisitCompleted"] = ["report"],
        ["DiagnosisDelivered"] = ["cause", "steps", "risk", "estimatedMinutes"],
        ["TicketPaused"] = ["reason"],
        ["TicketResumed"] = ["reason", "trigger"],
        ["TicketResolved"] = ["resolution"],
        ["TicketReopened"] = ["reason", "wasClosed"],
        ["TicketClosed"] = [],
        ["TicketCancelled"] = ["reason"],
        ["TicketsMerged"] = ["intoNumber"],
        ["TicketsUnmerged"] = [],
        ["SurveySent"] = ["expiresAt"],
        ["SurveyAnswered"] = ["score", "solved", "comment"],
    }.ToFrozenDictionary();

    /// <summary>Names of the events that customers see.</summary>
    public static IReadOnlyCollection<string> Types => s_shown.Keys;

    /// <summary>What customers see of an event's properties; null when they do not see the event.</summary>
    public static JsonElement? Of(string type, JsonElement data)
    {
        if (!s_shown.TryGetValue(type, out var shown)) return null;
        return JsonSerializer.Deserialize<JsonElement>(CanonicalJson.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var property in data.EnumerateObject().Where(p => shown.Contains(p.Name)))
            {
                writer.WritePropertyName(property.Name);
                CanonicalJson.WriteValue(writer, property.Value);
            }
            writer.WriteEndObject();
        }));
    }
}
