using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain.Triage;

namespace ServiceMesh.Dispatch.Domain;

/// <summary>Impact x urgency -> severity, 1 (critical) to 5 (planning).</summary>
public static class SeverityMatrix
{
    /// <summary>The answer of the matrix of a tenant that has set none.</summary>
    public static int Of(Level impact, Level urgency) => MatrixValues.Usual.Of(impact, urgency);

    /// <summary>
    /// First triage: what was not given is medium, but the urgency of a callback is high, since somebody was on the line already.
    /// </summary>
    public static Grading First(TicketKind kind, Level? impact, Level? urgency, MatrixValues? matrix = null)
    {
        var callback = urgency is null && kind == TicketKind.Callback;
        var finalImpact = impact ?? Level.Medium;
        var finalUrgency = urgency ?? (callback ? Level.High : Level.Medium);
        List<string> assumed = [];
        if (impact is null) assumed.Add("impact not given, medium taken");
        if (callback) assumed.Add("urgency not given, high taken for a callback");
        else if (urgency is null) assumed.Add("urgency not given, medium taken");
        var decidedBy = assumed.Count == 0 ? "matrix" : $"matrix ({string.Join("; ", assumed)})";
        return new Grading(finalImpact, finalUrgency, (matrix ?? MatrixValues.Usual).Of(finalImpact, finalUrgency), decidedBy);
    }
}

/// <summary>A triage's outcome.</summary>
public sealed record Grading(Level Impact, Level Urgency, int Severity, string DecidedBy);
