namespace ServiceMesh.Desk.Products;

/// <summary>A version of a product while somebody edits it.</summary>
public sealed class VersionDraft
{
    public string Name { get; set; } = "";

    /// <summary>Its last day of support; null while none is known.</summary>
    public DateOnly? End { get; set; }
}
