using System.Text.Json;
using NodaTime;
using ServiceMesh.Insight.Domain.Scorecard;
using Xunit;

namespace ServiceMesh.Insight.Tests.Scorecard;

public sealed class An_overdue_run
{
    private static readonly Guid s_run = Guid.CreateVersion7();

    /// <summary>Moved, escalated, due again or done at last: it was overdue once, in the month in which it was.</summary>
    [Theory]
    [InlineData("MaintenanceRunOverdue")]
    [InlineData("MaintenanceRunEscalated")]
    [InlineData("MaintenanceRunScheduled")]
    [InlineData("MaintenanceRunDue")]
    [InlineData("MaintenanceRunCompleted")]
    [InlineData("MaintenanceRunCancelled")]
    public void Counts_whatever_follows(string type)
    {
        var row = RunReading.Read(s_run, 7, type, Data("2026-03-10T00:00:00Z", "2026-01-31T10:00:00Z"), DateTimeZone.Utc);
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero), row!.At);
        Assert.Equal(0, Assert.Single(row.Cells).Key.Bucket);
    }

    [Theory]
    [InlineData("MaintenanceRunScheduled")]
    [InlineData("MaintenanceRunDue")]
    public void Is_not_yet_one_that_is_only_planned(string type) => Assert.Null(RunReading.Read(s_run, 7, type, Data("2026-03-10T00:00:00Z", null), DateTimeZone.Utc));

    private static JsonElement Data(string due, string? overdue) => JsonSerializer.SerializeToElement(
        overdue is null ? new { card = new Dictionary<string, string> { ["dueAt"] = due } } : new { card = new Dictionary<string, string> { ["dueAt"] = due, ["overdueAt"] = overdue } });
}
