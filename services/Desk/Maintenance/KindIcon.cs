namespace ServiceMesh.Desk.Maintenance;

/// <summary>A picture for each kind of maintenance.</summary>
internal static class KindIcon
{
    public static string Of(string kind) => kind switch
    {
        "upgrade" => "up",
        "patch" => "layers",
        "backupDrill" => "refresh",
        "securityAudit" => "lock",
        "training" => "users",
        "healthReview" => "star",
        _ => "wrench",
    };

    public static IReadOnlyList<string> Kinds { get; } = ["inspection", "patch", "upgrade", "backupDrill", "securityAudit", "training", "healthReview"];
}
