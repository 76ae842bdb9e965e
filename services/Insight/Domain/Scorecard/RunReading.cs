using System.Text.Json;

namespace ServiceMesh.Insight.Domain.Scorecard;

/// <summary>A maintenance run as its latest event tells it: due, and done in time or not.</summary>
public static class RunReading
{
    /// <summary>The row of figures of a run; null while nothing is decided about it.</summary>
    /// <param name="run">The run's id.</param>
    /// <param name="position">The latest event's place in the tenant's record.</param>
    /// <param name="type">The latest event's type.</param>
    /// <param name="data">What it says, the card included.</param>
    /// <param name="zone">The tenant's zone.</param>
    public static FactRow? Read(Guid run, long position, string type, JsonElement data, NodaTime.DateTimeZone? zone)
    {
        if (!data.TryGetProperty("card", out var card) || card.ValueKind != JsonValueKind.Object) return null;
        // Overdue once is overdue, wherever its window was moved afterwards, and in the month in which it was.
        var overdue = Time(card, "overdueAt");
        var late = type switch
        {
            _ when overdue is not null => true,
            "MaintenanceRunOverdue" or "MaintenanceRunEscalated" => true,
            "MaintenanceRunCompleted" => Flag("late"),
            "MaintenanceRunCancelled" when Flag("wasOverdue") => true,
            _ => (bool?)null,
        };
        if (late is null) return null;
        // An overdue run's event is of the due instant itself.
        if ((overdue ?? Time(card, "dueAt") ?? Time(data, "at")) is not { } at) return null;
        return new FactRow(run, at, position, Id("teamId") ?? Guid.Empty, Id("engineerId") ?? Guid.Empty, Id("productId"), Id("customerId"), Id("contractId"),
            [KeyValuePair.Create(new Cell(Month.Of(at, zone), Measure.Maintenance, late.Value ? 0 : 1), new Sum(1, 0))]);

        bool Flag(string name) => data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
        static DateTimeOffset? Time(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? StoredEvent.TimeOf(value) : null;
        Guid? Id(string name) => card.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && Guid.TryParse(value.GetString(), out var id) ? id : null;
    }
}
