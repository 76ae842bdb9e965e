namespace ServiceMesh.Desk.Terms;

/// <summary>What a service found wrong, by the path of the field, for example <c>calendar.week.mon[1]</c>; services differ in how they begin a name.</summary>
public sealed record FieldErrors(IReadOnlyDictionary<string, string[]> ByPath)
{
    public static FieldErrors None { get; } = new(new Dictionary<string, string[]>());

    /// <summary>The first that concerns a field or, unless <paramref name="exact"/>, anything inside it.</summary>
    public string? Of(string path, bool exact = false) => ByPath
        .Where(e => string.Equals(e.Key, path, StringComparison.OrdinalIgnoreCase)
            || (!exact && (e.Key.StartsWith(path + "[", StringComparison.OrdinalIgnoreCase) || e.Key.StartsWith(path + ".", StringComparison.OrdinalIgnoreCase))))
        .Select(e => e.Value.FirstOrDefault()).FirstOrDefault();

    /// <summary>What is wrong, if a service said so by field.</summary>
    internal static FieldErrors? From(GatewayException e) => e is { Status: StatusCodes.Status400BadRequest, Errors.Count: > 0 } ? new(e.Errors) : null;
}
