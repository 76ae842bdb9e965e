using System.Security.Cryptography;

namespace ServiceMesh.NativeServers;

/// <summary>Files that only their owner can read (mode 0600 from the first moment on).</summary>
public static class PrivateFile
{
    /// <summary>Writes the file as a whole: a reader sees the old content or the new one.</summary>
    public static void Write(string path, string content)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        using (var stream = new FileStream(temporary, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        using (var writer = new StreamWriter(stream))
            writer.Write(content);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>The file's content; made by <paramref name="generate"/> and written the first time.</summary>
    public static string ReadOrCreate(string path, Func<string> generate)
    {
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Write(path, generate());
        }
        return File.ReadAllText(path).TrimEnd('\n');
    }

    /// <summary>A password of 144 random bits, in letters, digits, '-' and '_' only.</summary>
    public static string NewPassword() =>
        Convert.ToBase64String(RandomNumberGenerator.GetBytes(18)).Replace('+', '-').Replace('/', '_');
}
