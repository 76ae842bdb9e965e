namespace ServiceMesh.Intake.Domain;

/// <summary>The names of a product's modules.</summary>
public static class ModuleNames
{
    public const int Most = 200;
    public const int Longest = 100;

    /// <summary>Trimmed, in the order given; null when there are too many, or one is blank, too long, not plain or named twice (in whatever case).</summary>
    public static string[]? Read(IReadOnlyList<string?> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var read = names.Select(n => n?.Trim() ?? "").ToArray();
        return read.Length <= Most && read.All(n => n.Length is >= 1 and <= Longest && !n.Any(char.IsControl))
            && read.Distinct(StringComparer.OrdinalIgnoreCase).Count() == read.Length ? read : null;
    }

    /// <summary>The module of that name as the product spells it; null when it has none.</summary>
    public static string? Find(IReadOnlyList<string> modules, string name) => modules.FirstOrDefault(m => m.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));
}
