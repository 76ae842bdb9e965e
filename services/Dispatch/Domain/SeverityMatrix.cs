using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain;

/// <summary>Impact x urgency -> severity, 1 (critical) to 5 (planning).</summary>
public static class SeverityMatrix
{
    /// <summary>The matrix's answer.</summary>
    public static int Of(Level impact, Level urgency) => (impact, urgency) switch
    {
        (Level.High, Level.High) => 1,
        (Level.High, Level.Medium) => 2,
        (Level.High, Level.Low) => 3,
        (Level.Medium, Level.High) => 2,
        (Level.Medium, Level.Medium) => 3,
        (Level.Medium, Level.Low) => 4,
        (Level.Low, Level.High) => 3,
        (Level.Low, Level.Medium) => 4,
        (Level.Low, Level.Low) => 5,
        _ => throw new ArgumentOutOfRangeException(nameof(impact)),
    };

    /// <summary>
    /// First triage: what was not given is medium, but the urgency of a callback is high, since somebody was on the line already.
    /// </summary>
    public static Grading First(TicketKind kind, Level? impact, Level? urgency)
    {
        var callback = urgency is null && kind == TicketKind.Callback;
        var finalImpact = impact ?? Level.Medium;
        var finalUrgency = urgency ?? (callback ? Level.High : Level.Medium);
        List<string> assumed = [];
        if (impact is null) assumed.Add("impact not given, medium taken");
        if (callback) assumed.Add("urgency not given, high taken for a callback");
        else if (urgency is null) assumed.Add("urgency not given, medium taken");
        var decidedBy = assumed.Count == 0 ? "matrix" : $"matrix ({string.Join("; ", assumed)})";
        return new Grading(finalImpact, finalUrgency, Of(finalImpact, finalUrgency), decidedBy);
    }
}

/// <summary>A triage's outcome.</summary>
public sealed record Grading(Level Impact, Level Urgency, int Severity, string DecidedBy);
