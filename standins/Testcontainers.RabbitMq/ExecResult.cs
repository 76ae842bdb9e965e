namespace DotNet.Testcontainers.Containers;

/// <summary>What a command printed, and how it ended.</summary>
public readonly struct ExecResult
{
    /// <summary>Keeps what it printed (here with its errors in between) and its exit code.</summary>
    public ExecResult(string stdout, string stderr, long? exitCode)
    {
        Stdout = stdout;
        Stderr = stderr;
        ExitCode = exitCode;
    }

    /// <summary>Its output.</summary>
    public string Stdout { get; }

    /// <summary>Its errors; empty here.</summary>
    public string Stderr { get; }

    /// <summary>0 when all went well.</summary>
    public long? ExitCode { get; }
}
