namespace DotNet.Testcontainers.Containers;

/// <summary>What a command printed, and how it ended.</summary>
/// <param name="Stdout">Its output; here with its errors in between.</param>
/// <param name="Stderr">Its errors; empty here.</param>
/// <param name="ExitCode">0 when all went well.</param>
public readonly record struct ExecResult(string Stdout, string Stderr, long? ExitCode);
