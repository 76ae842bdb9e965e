using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain.Maintenance;

/// <summary>What a piece of evidence is.</summary>
public enum EvidenceType
{
    Text,

    /// <summary>A whole number, not negative.</summary>
    Number,

    /// <summary>One of the field's words.</summary>
    Choice,

    /// <summary>An algorithm, a colon and that many hex digits: <c>sha256:</c> and 64 of them.</summary>
    Checksum,
    Instant,
}

/// <summary>When a piece of evidence has to be there.</summary>
public enum EvidencePhase
{
    /// <summary>Before the run starts; what was said then cannot be changed afterwards.</summary>
    Before,

    /// <summary>Before the run closes.</summary>
    After,
}

/// <summary>A piece of evidence.</summary>
/// <param name="Name">For example <c>restoredBytes</c>: its unit is part of it.</param>
/// <param name="Min">The smallest number, or the fewest characters.</param>
/// <param name="Max">The greatest number, or the most characters.</param>
/// <param name="Choices">The words of a choice.</param>
/// <param name="Required">False: good to have.</param>
public sealed record EvidenceField(
    string Name, EvidenceType Type, EvidencePhase Phase, long Min = 1, long Max = EvidenceForm.LongText, IReadOnlyList<string>? Choices = null, bool Required = true);

/// <summary>What must be shown for each kind of maintenance.</summary>
public static class EvidenceForm
{
    public const int LongText = 10_000;
    private const long MostBytes = 1L << 60;
    private const long Year = 366 * 24 * 3600;

    private static readonly string[] s_outcome = ["succeeded", "rolledBack", "failed"];
    private static readonly string[] s_condition = ["good", "attention", "critical"];
    private static readonly string[] s_test = ["passed", "failed"];

    public static IReadOnlyList<EvidenceField> Of(MaintenanceKind kind) => kind switch
    {
        MaintenanceKind.BackupDrill =>
        [
            Text("backupId", EvidencePhase.After, 200),
            new("backupTakenAt", EvidenceType.Instant, EvidencePhase.After),
            new("restoredBytes", EvidenceType.Number, EvidencePhase.After, 1, MostBytes),
            new("expectedChecksum", EvidenceType.Checksum, EvidencePhase.After),
            new("restoredChecksum", EvidenceType.Checksum, EvidencePhase.After),
            new("restoreSeconds", EvidenceType.Number, EvidencePhase.After, 1, Year),
            new("dataLossSeconds", EvidenceType.Number, EvidencePhase.After, 0, Year),
            Text("reference", EvidencePhase.After, 500, required: false),
        ],
        MaintenanceKind.Upgrade =>
        [
            Text("fromVersion", EvidencePhase.Before, 100, required: false),
            Text("toVersion", EvidencePhase.Before, 100, required: false),
            Text("backupId", EvidencePhase.Before, 200),
            Text("rollbackPlan", EvidencePhase.Before, LongText, min: 20),
            Choice("outcome", s_outcome),
            Choice(RollbackTest, s_test, required: false),
            Text("rollbackTestNote", EvidencePhase.After, LongText, required: false),
            Text("reference", EvidencePhase.After, 500, required: false),
        ],
        MaintenanceKind.Patch =>
        [
            Text("backupId", EvidencePhase.Before, 200),
            Text("patches", EvidencePhase.After, LongText),
            Choice("outcome", s_outcome),
            Text("verification", EvidencePhase.After, LongText),
        ],
        MaintenanceKind.Inspection => [Choice("condition", s_condition), Text("findings", EvidencePhase.After, LongText), Text("reference", EvidencePhase.After, 500, required: false)],
        MaintenanceKind.SecurityAudit =>
        [
            Count("criticalFindings"), Count("highFindings"), Count("mediumFindings"), Count("lowFindings"),
            Text("findings", EvidencePhase.After, LongText), Text("reference", EvidencePhase.After, 500),
        ],
        MaintenanceKind.Training =>
        [
            Text("topics", EvidencePhase.After, LongText), new("participants", EvidenceType.Number, EvidencePhase.After, 1, 10_000),
            new("minutes", EvidenceType.Number, EvidencePhase.After, 1, 100_000), Text("reference", EvidencePhase.After, 500, required: false),
        ],
        MaintenanceKind.HealthReview =>
        [
            Choice("condition", s_condition), Text("findings", EvidencePhase.After, LongText), Text("actions", EvidencePhase.After, LongText),
            Text("attendees", EvidencePhase.After, 2000), Text("reference", EvidencePhase.After, 500, required: false),
        ],
        _ => throw new InvalidOperationException($"There is no evidence for {kind}."),
    };

    /// <summary>Whether the run interrupts the customer's work, so that it may begin only inside its window.</summary>
    public static bool KeepsToWindow(MaintenanceKind kind) => kind is MaintenanceKind.Upgrade or MaintenanceKind.Patch;

    /// <summary>An upgrade's field that only a waiver can stand in for.</summary>
    public const string RollbackTest = "rollbackTest";

    private static EvidenceField Text(string name, EvidencePhase phase, int max, int min = 1, bool required = true) =>
        new(name, EvidenceType.Text, phase, min, max, null, required);

    private static EvidenceField Choice(string name, string[] words, bool required = true) =>
        new(name, EvidenceType.Choice, EvidencePhase.After, Choices: words, Required: required);

    private static EvidenceField Count(string name) => new(name, EvidenceType.Number, EvidencePhase.After, 0, 1_000_000);
}
