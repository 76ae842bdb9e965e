using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ServiceMesh.Insight.Domain.Scorecard;

/// <summary>
/// The events of one ticket that figures are made of, as one text: sorted by publisher and sequence, with the fields that count, in a fixed
/// order. The same events make the same text, whatever order they came in and whatever their JSON looked like.
/// </summary>
public static class Story
{
    private static readonly FrozenSet<string> s_types = new[]
    {
        "TicketOpened", "CustomerMessageReceived", "AgentMessageSent", "CallAnswered", "TicketsMerged", "TicketsUnmerged", "TicketContactChanged", "TicketCoverChanged", "TicketTriaged", "TicketAssigned",
        "TicketUnassigned", "DiagnosisDelivered", "VisitScheduled", "TicketPaused", "TicketResumed", "TicketResolved", "TicketReopened", "TicketClosed",
        "TicketCancelled", "SlaClocksChanged", "SurveySent", "SurveyAnswered", "SurveyWithdrawn", "FollowUpCompleted",
    }.ToFrozenSet();

    private static readonly string[] s_fields =
    [
        "number", "workType", "category", "severity", "productId", "customerId", "contractId", "assetId", "answeredAt", "callId", "requestClass", "module",
        "version", "faultClass", "causeCode", "teamId", "engineerId", "surveyId", "score", "nps", "followUpId", "outcome",
    ];

    private static readonly string[] s_clock = ["clock", "cycle", "state", "dueAt", "metAt", "breachedAt", "targetSeconds"];

    private static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether an event of this type has a say in figures.</summary>
    public static bool Has(string type) => s_types.Contains(type);

    /// <summary>Adds events to a story; those that are in it already change nothing.</summary>
    public static IReadOnlyCollection<StoredEvent> Add(IEnumerable<StoredEvent> story, IEnumerable<StoredEvent> events)
    {
        var known = new SortedDictionary<(string, long), StoredEvent>(Comparer<(string Publisher, long Sequence)>.Create((a, b) =>
            string.CompareOrdinal(a.Publisher, b.Publisher) is var order and not 0 ? order : a.Sequence.CompareTo(b.Sequence)));
        foreach (var e in story.Concat(events)) known.TryAdd((e.Publisher, e.Sequence), e);
        return known.Values;
    }

    /// <summary>The event as a story keeps it.</summary>
    public static StoredEvent Normal(StoredEvent e) => Read(Write([e]))[0];

    public static string Write(IEnumerable<StoredEvent> story)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_writing))
        {
            json.WriteStartArray();
            foreach (var e in story) Write(json, e);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    public static IReadOnlyList<StoredEvent> Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        // A story from before version 3 has one value more before the last two; the rebuild that is due writes it anew.
        return [.. document.RootElement.EnumerateArray().Select(e => new StoredEvent(
            e[0].GetString()!, e[1].GetInt64(), new DateTimeOffset(e[2].GetInt64(), TimeSpan.Zero), e[3].GetString()!, e[e.GetArrayLength() - 2].GetInt64(), e[e.GetArrayLength() - 1].Clone()))];
    }

    private static void Write(Utf8JsonWriter json, StoredEvent e)
    {
        json.WriteStartArray();
        json.WriteStringValue(e.Publisher);
        json.WriteNumberValue(e.Sequence);
        // The database keeps whole microseconds.
        json.WriteNumberValue(e.At.UtcTicks - (e.At.UtcTicks % TimeSpan.TicksPerMicrosecond));
        json.WriteStringValue(e.Type);
        json.WriteNumberValue(e.Position);
        json.WriteStartObject();
        foreach (var name in s_fields) Field(json, e.Data, name);
        // Elsewhere a reason is something that a person wrote.
        if (e.Type == "TicketPaused") Field(json, e.Data, "reason");
        if (Cycle(e.Data) is { } cycle) json.WriteNumber("cycle", cycle);
        if (e.Type is "SurveyAnswered" or "FollowUpCompleted")
        {
            Served(json, e.Data, "servedTeamId", "teamId");
            Served(json, e.Data, "servedEngineerId", "engineerId");
        }

        if (e.Type == "SlaClocksChanged")
        {
            json.WriteStartArray("clocks");
            foreach (var clock in e.Many("clocks"))
            {
                json.WriteStartObject();
                foreach (var name in s_clock) Field(json, clock, name);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Field(Utf8JsonWriter json, JsonElement of, string name)
    {
        if (of.ValueKind != JsonValueKind.Object || !of.TryGetProperty(name, out var value)) return;
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                json.WriteString(name, value.GetString());
                break;
            case JsonValueKind.Number when value.TryGetInt64(out var number):
                json.WriteNumber(name, number);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                json.WriteBoolean(name, value.GetBoolean());
                break;
        }
    }

    /// <summary>Who served is frozen in the card when the survey is sent.</summary>
    private static void Served(Utf8JsonWriter json, JsonElement data, string name, string onCard)
    {
        if (data.ValueKind != JsonValueKind.Object) return;
        var (of, from) = data.TryGetProperty("card", out var card) && card.ValueKind == JsonValueKind.Object ? (card, onCard) : (data, name);
        if (of.TryGetProperty(from, out var value) && value.ValueKind == JsonValueKind.String) json.WriteString(name, value.GetString());
    }

    private static int? Cycle(JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Object) return null;
        if (data.TryGetProperty("card", out var card) && card.ValueKind == JsonValueKind.Object) data = card;
        return data.TryGetProperty("cycle", out var value) && (value.ValueKind == JsonValueKind.Number ? value.GetRawText() : value.GetString()) is { } text
            && int.TryParse(text, CultureInfo.InvariantCulture, out var cycle) ? cycle : null;
    }
}
