namespace ServiceMesh.Desk.Terms;

/// <summary>A question of what would have been, while somebody writes it.</summary>
public sealed class WhatIfDraft
{
    private const int UsualMonths = 3;

    public DateOnly From { get; set; }

    /// <summary>The last day.</summary>
    public DateOnly To { get; set; }

    /// <summary>Empty for the terms there were.</summary>
    public string Policy { get; set; } = "";

    /// <summary>Null for the newest.</summary>
    public int? PolicyVersion { get; set; }

    /// <summary>Empty for the calendars there were.</summary>
    public string Calendar { get; set; } = "";

    /// <summary>Null for the newest.</summary>
    public int? CalendarVersion { get; set; }

    /// <summary>What takes the calendar's place, when it is no stored version.</summary>
    public CalendarDraft? Changed { get; set; }

    /// <summary>None is any.</summary>
    public HashSet<int> Severities { get; } = [];

    /// <summary>True if it supposes anything.</summary>
    public bool IsComplete => Policy.Length > 0 || Calendar.Length > 0;

    /// <summary>The last months up to a day, nothing supposed yet.</summary>
    public static WhatIfDraft OfLastMonths(DateOnly today) => new() { From = today.AddMonths(-UsualMonths), To = today };

    /// <summary>The body of <c>POST /api/v1/sla/what-if</c>: whole days of a zone, the last one included.</summary>
    public object ToApi(TimeZoneInfo zone) => new
    {
        from = From.ToDateTime(TimeOnly.MinValue).In(zone),
        to = To.AddDays(1).ToDateTime(TimeOnly.MinValue).In(zone),
        filter = Severities.Count == 0 ? null : new { severities = Severities.Order().ToList() },
        policy = Policy.Length == 0 ? null : new { name = Policy, version = PolicyVersion },
        calendar = Calendar.Length == 0 ? null : new { name = Calendar, version = Changed is null ? CalendarVersion : null, definition = Changed?.ToApi() },
    };
}
