using System.Globalization;
using System.Text.Json;

namespace ServiceMesh.Insight.Domain.Scorecard;

/// <summary>An event of a ticket as figures need it. What it says is read by name: an event of an older kind simply says less.</summary>
/// <param name="Publisher">The service that published it.</param>
/// <param name="Sequence">Its number in the publisher's stream of this ticket.</param>
/// <param name="At">When it happened (UTC).</param>
/// <param name="Type">For example <c>TicketResolved</c>.</param>
/// <param name="Position">Its place in the tenant's record, in order of arrival.</param>
/// <param name="Data">What else it says, as far as figures need it.</param>
public sealed record StoredEvent(string Publisher, long Sequence, DateTimeOffset At, string Type, long Position, JsonElement Data)
{
    /// <summary>The text of a field; null when it is missing or blank.</summary>
    public string? Text(string name) => Find(name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    public Guid? Id(string name) => Text(name) is { } text && Guid.TryParse(text, out var id) ? id : null;

    public int? Number(string name) => Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;

    public bool? Flag(string name) => Find(name)?.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };

    public DateTimeOffset? Time(string name) => TimeOf(Find(name));

    public IEnumerable<JsonElement> Many(string name) => Find(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    public static DateTimeOffset? TimeOf(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.String } text && DateTimeOffset.TryParse(text.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private JsonElement? Find(string name) => Data.ValueKind == JsonValueKind.Object && Data.TryGetProperty(name, out var value) ? value : null;
}
