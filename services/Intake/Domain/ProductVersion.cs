using System.Text.Json;

namespace ServiceMesh.Intake.Domain;

/// <summary>A version of a product.</summary>
/// <param name="Name">As assets name it, in whatever case: 1 to 100 characters.</param>
/// <param name="EndOfSupport">Last day on which it is supported, in the tenant's zone; null while no end is known.</param>
public sealed record ProductVersion(string Name, DateOnly? EndOfSupport = null)
{
    public const int Most = 200;
    private const int Longest = 100;
    private static readonly JsonSerializerOptions s_json = JsonSerializerOptions.Web;

    /// <summary>Versions as they are kept, names trimmed; null when there are too many, or a name is blank, too long, not plain or there twice (in whatever case).</summary>
    public static string? Write(IReadOnlyList<ProductVersion?> versions)
    {
        ArgumentNullException.ThrowIfNull(versions);
        var read = versions.Select(v => new ProductVersion(v?.Name?.Trim() ?? "", v?.EndOfSupport)).ToList();
        var right = read.Count <= Most && read.TrueForAll(v => v.Name.Length is >= 1 and <= Longest && !v.Name.Any(char.IsControl))
            && read.Select(v => v.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() == read.Count;
        return right ? JsonSerializer.Serialize(read, s_json) : null;
    }

    /// <summary>The versions behind what <see cref="Write"/> made; none for null.</summary>
    public static IReadOnlyList<ProductVersion> Read(string? kept) => kept is null ? [] : JsonSerializer.Deserialize<List<ProductVersion>>(kept, s_json)!;
}
