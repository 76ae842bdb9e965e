using System.Globalization;
using System.Text.Json;
using ServiceMesh.Desk.Ticket;

namespace ServiceMesh.Desk.Record;

/// <summary>What an event said, as lines of label and value: whole texts, nothing left out.</summary>
internal static class RecordLines
{
    public static IReadOnlyList<(string Label, string Value)> Of(RecordedShape e, Words w, Times times) =>
        e.Data.ValueKind == JsonValueKind.Object ? [.. Lines(e.Type, "", e.Data, w, times)] : [];

    private static IEnumerable<(string, string)> Lines(string type, string within, JsonElement of, Words w, Times times)
    {
        foreach (var p in of.EnumerateObject())
        {
            if (within.Length == 0 && p.Name is "why" or "explanation" && type is "TicketAssigned" or "TicketOffered")
            {
                // One reason, said once: as data where there are some, else as it was stored.
                if (p.Name == "why" || !of.TryGetProperty("why", out _))
                    yield return (w.RecordField("explanation"), WhyWords.Of(of, w) ?? p.Value.ToString());
                continue;
            }

            var label = within.Length == 0 ? w.RecordField(p.Name) : $"{within} · {w.RecordField(p.Name)}";
            if (p.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (var line in Lines(type, label, p.Value, w, times))
                    yield return line;
            }
            else if (p.Value.ValueKind == JsonValueKind.Array && p.Value.EnumerateArray().Any(i => i.ValueKind == JsonValueKind.Object))
            {
                foreach (var (item, n) in p.Value.EnumerateArray().Select((item, i) => (item, i + 1)))
                {
                    foreach (var line in Lines(type, string.Create(CultureInfo.InvariantCulture, $"{label} {n}"), item, w, times))
                        yield return line;
                }
            }
            else if (p.Value.ValueKind == JsonValueKind.Array)
            {
                yield return (label, string.Join(w.Tag == "en" ? ", " : "、", p.Value.EnumerateArray().Where(i => i.ValueKind != JsonValueKind.Null).Select(i => Value(type, p.Name, i, w, times))));
            }
            else if (p.Value.ValueKind != JsonValueKind.Null)
            {
                yield return (label, Value(type, p.Name, p.Value, w, times));
            }
        }
    }

    private static string Value(string type, string name, JsonElement value, Words w, Times times) => value.ValueKind switch
    {
        JsonValueKind.True => w.Yes,
        JsonValueKind.False => w.No,
        JsonValueKind.String => Text(type, name, value.GetString()!, w, times),
        _ => value.GetRawText(),
    };

    private static string Text(string type, string name, string text, Words w, Times times) => name switch
    {
        "channel" => w.Channel(text),
        "workType" => w.WorkType(text),
        "clock" => w.Clock(text),
        "template" => w.Template(text),
        "reason" or "previousReason" when type is "TicketPaused" or "TicketResumed" => w.PauseReason(text),
        _ when (name.EndsWith("At", StringComparison.Ordinal) || name is "from" or "to") && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var at) => times.Full(at),
        _ => text,
    };
}
