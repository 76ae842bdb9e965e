namespace ServiceMesh.NativeServers;

/// <summary>How to start a server as an ordinary process that stays in the foreground and logs to standard output.</summary>
/// <param name="Name">A short name for logs, for example <c>postgres</c>.</param>
/// <param name="Program">Full path of the program.</param>
/// <param name="Arguments">Its arguments, unquoted.</param>
/// <param name="WorkingDirectory">The directory it starts in; it exists.</param>
/// <param name="Environment">Variables added to those of the parent.</param>
public sealed record ServerCommand(
    string Name,
    string Program,
    IReadOnlyList<string> Arguments,
    string WorkingDirectory,
    IReadOnlyDictionary<string, string> Environment);
