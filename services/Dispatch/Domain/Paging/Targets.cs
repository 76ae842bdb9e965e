using System.Globalization;

namespace ServiceMesh.Dispatch.Domain.Paging;

/// <summary>
/// Whom a step tells: <c>on-call-1</c> to <c>on-call-9</c> (a layer of the ticket's team), <c>manager</c> (the team's, else all
/// managers), <c>owner</c> (the ticket's engineer), or a role whose accounts are all told: <c>dispatcher</c>, <c>agent</c>, <c>ops</c>, <c>admin</c>.
/// </summary>
public static class Targets
{
    public const string Owner = "owner";
    public const string Manager = "manager";

    private static readonly string[] s_roles = [Manager, "dispatcher", "agent", "ops", "admin"];

    /// <summary>The ladder of a team that has set none.</summary>
    public static IReadOnlyList<string> Usual { get; } = ["on-call-1", "on-call-2", Manager];

    /// <summary>The layer of an on-call target, else null.</summary>
    public static int? LayerOf(string target) =>
        target.StartsWith("on-call-", StringComparison.Ordinal)
        && int.TryParse(target.AsSpan(8), NumberStyles.None, CultureInfo.InvariantCulture, out var layer) && layer is >= 1 and <= 9 ? layer : null;

    /// <summary>Whether a ladder may name it.</summary>
    public static bool IsTarget(string target) => target == Owner || s_roles.Contains(target, StringComparer.Ordinal) || LayerOf(target) is not null;

    /// <summary>The target of a role that a clock's ladder names; null for somebody outside, such as the customer, whom Dispatch does not page.</summary>
    public static string? OfRole(string role)
    {
        var word = role.Trim().ToLowerInvariant().Replace(' ', '-').Replace('_', '-');
        if (IsTarget(word)) return word;
        return word switch
        {
            "on-call" or "oncall" => "on-call-1",
            "engineer" or "assignee" => Owner,
            "customer" => null,
            _ when word.StartsWith("oncall-", StringComparison.Ordinal) && IsTarget($"on-call-{word[7..]}") => $"on-call-{word[7..]}",
            _ => Manager,
        };
    }
}
