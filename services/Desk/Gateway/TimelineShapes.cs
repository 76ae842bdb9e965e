using System.Text.Json;

namespace ServiceMesh.Desk;

public sealed record TimelineActor(string? Kind, string? Name);

public sealed record TimelineShape
{
    public string? Id { get; init; }
    public DateTimeOffset At { get; init; }
    public string Type { get; init; } = "";
    public TimelineActor? By { get; init; }
    public string? Summary { get; init; }
    public JsonElement Data { get; init; }
    public string? TraceId { get; init; }
    public string? Publisher { get; init; }
    public long Sequence { get; init; }

    public string? Text(string property) =>
        Data.ValueKind == JsonValueKind.Object && Data.TryGetProperty(property, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            }
            : null;

    public bool Is(string property) =>
        Data.ValueKind == JsonValueKind.Object && Data.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.True;
}
