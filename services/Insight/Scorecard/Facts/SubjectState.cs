using System.Text.Encodings.Web;
using System.Text.Json;
using ServiceMesh.Insight.Domain.Scorecard;
using ServiceMesh.Insight.Projections;

namespace ServiceMesh.Insight.Scorecard.Facts;

/// <summary>What events without a ticket tell of teams, engineers, products, customers, contracts, assets, maintenance runs and the tenant: the newest holds.</summary>
/// <param name="Kind">As in <see cref="Subject"/>, or one of the constants here.</param>
/// <param name="Sequence">In the publisher's stream.</param>
/// <param name="Position">In the tenant's record.</param>
/// <param name="FirstAt">The earliest that was told of it.</param>
/// <param name="Name">What it is called; null for engineers, whose names are personal.</param>
/// <param name="Product">Of an asset.</param>
/// <param name="Customer">Of an asset or contract.</param>
/// <param name="Type">The event's type.</param>
/// <param name="Data">What figures need of it.</param>
internal sealed record SubjectState(
    string Kind, Guid Id, long Sequence, long Position, DateTimeOffset FirstAt, string? Name, Guid? Product, Guid? Customer, string Type, JsonElement Data)
{
    public const string Tenant = "tenant", Asset = "asset", Run = "run";

    private static readonly string[] s_card = ["dueAt", "overdueAt", "teamId", "engineerId", "productId", "customerId", "contractId", "planName", "kind"];

    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The newest of each, with the earliest time told.</summary>
    public static List<SubjectState> From(IEnumerable<KeptEvent> events) =>
        [.. events.Select(Of).OfType<SubjectState>().GroupBy(s => (s.Kind, s.Id)).Select(g => g.MaxBy(s => s.Sequence)! with { FirstAt = g.Min(s => s.FirstAt) })];

    private static SubjectState? Of(KeptEvent e)
    {
        return e.Type switch
        {
            "TenantChanged" => Make(Tenant, e.Text("timeZone")),
            "TeamChanged" => Make(Subject.Team, e.Text("name")),
            "EngineerChanged" => Make(Subject.Engineer, null, Fields(e.Data, ["active", "teamIds", "certificates", "trainings"])),
            "ProductChanged" => Make(Subject.Product, e.Text("name")),
            "CustomerChanged" => Make(Subject.Customer, e.Text("name")),
            "ContractChanged" => Make(Subject.Contract, e.Text("number")),
            "AssetChanged" => Make(Asset, null),
            "MaintenanceRunScheduled" or "MaintenanceRunDue" or "MaintenanceRunOverdue" or "MaintenanceRunEscalated" or "MaintenanceRunCompleted" or "MaintenanceRunCancelled" => Make(Run, null, OfRun(e)),
            _ => null,
        };

        SubjectState Make(string kind, string? name, JsonElement? data = null) =>
            new(kind, e.Aggregate, e.Sequence, e.Position, e.At, name, e.Id("productId"), e.Id("customerId"), e.Type, data ?? JsonSerializer.SerializeToElement(new { }));
    }

    private static JsonElement OfRun(KeptEvent e)
    {
        var data = e.Data;
        var card = data.TryGetProperty("card", out var found) ? Fields(found, s_card) : default;
        return JsonSerializer.SerializeToElement(new { at = e.At, late = Flag("late"), wasOverdue = Flag("wasOverdue"), card = card.ValueKind == JsonValueKind.Object ? card : (JsonElement?)null }, s_json);

        bool Flag(string name) => data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
    }

    /// <summary>Only these, in this order: JSON from a live event and from the record say the same in different orders.</summary>
    private static JsonElement Fields(JsonElement data, string[] names) =>
        JsonSerializer.SerializeToElement(names.Where(n => data.TryGetProperty(n, out _)).ToDictionary(n => n, n => Plain(data.GetProperty(n))), s_json);

    private static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Select(Plain).ToList(),
        JsonValueKind.Object => new SortedDictionary<string, object?>(value.EnumerateObject().ToDictionary(p => p.Name, p => Plain(p.Value)), StringComparer.Ordinal),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetInt64(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
