namespace ServiceMesh.Testing;

/// <summary>Where things lie in the checkout that the tests were built from.</summary>
public static class TestPaths
{
    /// <summary>The root of the checkout.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A path inside the checkout.</summary>
    public static string In(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "ServiceMesh.sln")))
                return directory.FullName;
        throw new InvalidOperationException($"No ServiceMesh.sln above {AppContext.BaseDirectory}");
    }
}
