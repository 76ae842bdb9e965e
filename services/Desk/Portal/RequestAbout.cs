namespace ServiceMesh.Desk.Portal;

/// <summary>What a new request is about, as the form's two lists say it.</summary>
internal static class RequestAbout
{
    /// <param name="about"><c>a:</c> and the id of a piece of equipment, <c>p:</c> and that of a product, or nothing.</param>
    /// <param name="module">A product's id, a slash and the name of its module, or nothing.</param>
    /// <returns>
    /// A piece of equipment has its product; a module names its own where nothing else does. Where both name one, the service says whether they fit.
    /// </returns>
    public static (Guid? Asset, Guid? Product, string? Module) Read(string? about, string? module)
    {
        Guid? asset = about?.StartsWith("a:", StringComparison.Ordinal) == true && Guid.TryParse(about.AsSpan(2), out var a) ? a : null;
        Guid? product = about?.StartsWith("p:", StringComparison.Ordinal) == true && Guid.TryParse(about.AsSpan(2), out var p) ? p : null;
        var cut = module?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (module is null || cut <= 0 || cut + 1 == module.Length || !Guid.TryParse(module.AsSpan(0, cut), out var owner))
            return (asset, product, null);
        return (asset, product ?? owner, module[(cut + 1)..]);
    }
}
