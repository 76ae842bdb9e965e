using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using ServiceMesh.Intake.Domain;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Attachments;

/// <summary>A file as it was written down.</summary>
/// <param name="Place">Where, within the tenant's directory.</param>
/// <param name="Head">Its first bytes.</param>
internal sealed record WrittenFile(string Place, long Size, byte[] Sha256, byte[] Head);

/// <summary>Files on disk, under names of ours: a directory per tenant and month, readable by this account only.</summary>
public sealed class FileStore(IOptions<AttachmentOptions> options)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The directory beside the months' for what is only looked at.</summary>
    private const string Passing = "passing";
    private readonly string _root = Path.GetFullPath(options.Value.Directory);

    /// <summary>Where a file with this id belongs.</summary>
    internal static string PlaceOf(Guid id, DateTimeOffset at) => $"{at.ToString("yyyyMM", CultureInfo.InvariantCulture)}/{id:N}";

    /// <summary>Where a platform's file lies while it is looked at; whoever puts it there removes it.</summary>
    internal static string PassingPlace() => $"{Passing}/{Guid.NewGuid():N}";

    /// <summary>Removes what a process that ended left of files that were being looked at: anything older than an hour.</summary>
    internal void SweepPassing()
    {
        if (!Directory.Exists(_root))
            return;
        foreach (var path in Directory.EnumerateDirectories(_root).Select(d => Path.Combine(d, Passing)).Where(Directory.Exists)
            .SelectMany(Directory.EnumerateFiles).Where(f => File.GetLastWriteTimeUtc(f) < DateTime.UtcNow.AddHours(-1)))
        {
            File.Delete(path);
        }
    }

    /// <summary>Writes a file and brings it to the disk; 413 <c>attachment.too-large</c>, and then nothing is left of it.</summary>
    internal async Task<WrittenFile> WriteAsync(string tenant, string place, Stream from, CancellationToken ct)
    {
        var path = PathOf(tenant, place);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        else
            Directory.CreateDirectory(Path.GetDirectoryName(path)!, Private);
        var (head, size) = (new MemoryStream(FileRules.HeadBytes), 0L);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            await using var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous,
            });
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = await from.ReadAsync(buffer, ct)) > 0)
            {
                size += read;
                if (size > options.Value.MaxBytes)
                    throw TooLarge(options.Value.MaxBytes);
                hash.AppendData(buffer, 0, read);
                head.Write(buffer, 0, (int)Math.Min(read, FileRules.HeadBytes - head.Length));
                await file.WriteAsync(buffer.AsMemory(0, read), ct);
            }

            file.Flush(flushToDisk: true);
        }
        catch
        {
            Delete(tenant, place);
            throw;
        }

        return new WrittenFile(place, size, hash.GetHashAndReset(), head.ToArray());
    }

    /// <summary>A file for reading; null when it is not there.</summary>
    internal FileStream? Open(string tenant, string place)
    {
        try
        {
            return new FileStream(PathOf(tenant, place), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Removes a file; nothing happens when it is not there.</summary>
    internal void Delete(string tenant, string place)
    {
        try
        {
            File.Delete(PathOf(tenant, place));
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing was ever written.
        }
    }

    /// <summary>The full path; tenants' keys are lower-case letters, digits and hyphens, and places are ours.</summary>
    internal string PathOf(string tenant, string place) => tenant.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        ? Path.Combine(_root, tenant, place)
        : throw new InvalidOperationException("A tenant's key holds a character that no key has.");

    internal static ProblemException TooLarge(long most) =>
        new(413, "attachment.too-large", "The file is larger than allowed.", $"A file has at most {most / 1024.0 / 1024.0:0.#} MiB.");
}
