using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ServiceMesh.NativeServers;

/// <summary>
/// The account that a server runs under. An ordinary user's servers run as that user. Root's run as the account that
/// the server's package made (PostgreSQL refuses root, and the others have no need of it), which then owns their files.
/// </summary>
internal sealed partial record RunAs(string? User, uint Uid, uint Gid)
{
    public static RunAs For(string account)
    {
        if (!Environment.IsPrivilegedProcess) return new RunAs(null, 0, 0);
        var entry = File.ReadLines("/etc/passwd").Select(l => l.Split(':')).FirstOrDefault(f => f[0] == account)
            ?? throw new InvalidOperationException($"Started as root, but there is no account '{account}' to run its server as.");
        return new RunAs(account, uint.Parse(entry[2], CultureInfo.InvariantCulture), uint.Parse(entry[3], CultureInfo.InvariantCulture));
    }

    /// <summary>The same command as this account, in the same process (no shell or session in between).</summary>
    public (string Program, List<string> Arguments) Wrap(string program, IEnumerable<string> arguments) =>
        User is null
            ? (program, [.. arguments])
            : (Programs.Require(Programs.Find("setpriv"), "util-linux"),
               [$"--reuid={User}", $"--regid={Gid}", "--init-groups", "--", program, .. arguments]);

    /// <summary>Makes a directory that only this account can enter.</summary>
    public string MakeDirectory(string path)
    {
        if (!Directory.Exists(path))
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Own(path);
        if (User is not null && !CanEnter(path))
            throw new InvalidOperationException(
                $"The account '{User}' cannot reach {path}. Name a data directory that other accounts may pass through: SERVICEMESH_DATA=/var/lib/servicemesh");
        return path;
    }

    /// <summary>Writes a file that only this account can read (mode 0600).</summary>
    public string WriteFile(string path, string content)
    {
        PrivateFile.Write(path, content);
        Own(path);
        return path;
    }

    /// <summary>Runs a command as this account to its end; the output is part of the error when it fails.</summary>
    public void Run(string program, IEnumerable<string> arguments, string workingDirectory, string? input = null)
    {
        var (wrapped, wrappedArguments) = Wrap(program, arguments);
        var start = new ProcessStartInfo(wrapped, wrappedArguments)
        {
            WorkingDirectory = workingDirectory, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (input is not null) process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{Path.GetFileName(program)} ended with {process.ExitCode}: {error.Result}{output.Result}");
    }

    private bool CanEnter(string path)
    {
        var (program, arguments) = Wrap("/usr/bin/test", ["-w", path]);
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private void Own(string path)
    {
        if (User is not null && ChangeOwner(path, Uid, Gid) != 0)
            throw new InvalidOperationException($"Could not give {path} to {User} (error {Marshal.GetLastPInvokeError()}).");
    }

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint owner, uint group);
}
