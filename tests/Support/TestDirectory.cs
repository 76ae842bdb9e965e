using ServiceMesh.NativeServers.Processes;

namespace ServiceMesh.Testing;

/// <summary>Temporary directories that are deleted when the test process and its children have ended.</summary>
public static class TestDirectory
{
    /// <summary>Makes an empty one that other accounts may pass through (servers started by root run as their own account).</summary>
    /// <param name="name">Part of its name.</param>
    public static string Create(string name)
    {
        var directory = Directory.CreateTempSubdirectory($"servicemesh-{name}-").FullName;
        File.SetUnixFileMode(directory, File.GetUnixFileMode(directory) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        ChildProcess.DeleteAtEnd(directory);
        return directory;
    }
}
