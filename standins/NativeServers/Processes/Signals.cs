using System.Runtime.InteropServices;

namespace ServiceMesh.NativeServers.Processes;

internal static partial class Signals
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>Signals a process. False when there is none any more.</summary>
    public static bool Send(int processId, int signal) => SystemKill(processId, signal) == 0;

    /// <summary>Signals every process of the group that the process leads.</summary>
    public static bool SendToGroup(int processId, int signal) => SystemKill(-processId, signal) == 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SystemKill(int processId, int signal);
}
