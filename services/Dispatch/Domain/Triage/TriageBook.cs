using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain.Triage;

/// <summary>What has to be in a ticket's record before it is closed.</summary>
public enum RecordPart
{
    Customer,
    Product,
    Asset,
    Category,
    FaultClass,
    CauseCode,
    Resolution,
    FixPlan,

    /// <summary>The customer was answered.</summary>
    Answer,

    /// <summary>Somebody has it.</summary>
    Engineer,

    /// <summary>Every visit made has its report.</summary>
    VisitReport,

    /// <summary>Every visit made was signed for.</summary>
    Signature,

    /// <summary>Every remote session was ended with its log.</summary>
    SessionLog,
}

/// <summary>What a record must hold, by work type.</summary>
/// <param name="Enforced">People cannot close what is incomplete; else it is only shown.</param>
public sealed record Completeness(RecordPart[] Support, RecordPart[] Maintenance, bool Enforced = false)
{
    public static Completeness Usual { get; } = new(
        [RecordPart.Customer, RecordPart.Product, RecordPart.Category, RecordPart.FaultClass, RecordPart.CauseCode, RecordPart.Resolution, RecordPart.Answer, RecordPart.VisitReport, RecordPart.SessionLog],
        [RecordPart.Customer, RecordPart.Product, RecordPart.Resolution, RecordPart.Engineer, RecordPart.VisitReport, RecordPart.SessionLog]);

    public RecordPart[] Of(WorkType type) => type == WorkType.Maintenance ? Maintenance : Support;
}

/// <summary>Impact x urgency -> severity, nine values of 1 to 5: a row for high, medium and low impact, each with high, medium and low urgency.</summary>
public sealed record MatrixValues(int[] High, int[] Medium, int[] Low)
{
    public int Of(Level impact, Level urgency) => (impact switch { Level.High => High, Level.Medium => Medium, _ => Low })[(int)urgency];

    public static MatrixValues Usual { get; } = new([1, 2, 3], [2, 3, 4], [3, 4, 5]);

    /// <summary>Whether every value is 1 to 5, and more impact or urgency is never less severe.</summary>
    public bool IsSound()
    {
        int[][] rows = [High ?? [], Medium ?? [], Low ?? []];
        if (rows.Any(r => r.Length != 3 || r.Any(v => v is < 1 or > 5))) return false;
        return rows.All(r => r[0] <= r[1] && r[1] <= r[2]) && Enumerable.Range(0, 3).All(i => High![i] <= Medium![i] && Medium[i] <= Low![i]);
    }
}

/// <summary>A tenant's triage: one document, versioned as a whole.</summary>
public sealed record TriageBook
{
    public MatrixValues Matrix { get; init; } = MatrixValues.Usual;
    public TriageRule[] Rules { get; init; } = [];
    public Completeness Completeness { get; init; } = Completeness.Usual;

    /// <summary>The same fault at the same asset within so many days is a second repair, 1 to 3650; 90 where the tenant says nothing.</summary>
    public int SecondRepairDays { get; init; } = 90;

    public static TriageBook Usual { get; } = new();
}
