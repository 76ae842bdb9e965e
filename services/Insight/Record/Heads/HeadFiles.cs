using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServiceMesh.Insight.Record.Heads;

/// <summary>
/// Copies of the signed heads outside the database: a file per tenant and day in <c>Record:HeadsDirectory</c>. Ship them to where the
/// database's administrators cannot write.
/// </summary>
public sealed class HeadFiles(IConfiguration configuration)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private readonly string? _directory = configuration["Record:HeadsDirectory"] is { Length: > 0 } given ? given : null;

    /// <summary>False when no directory is given.</summary>
    public bool Exist => _directory is not null;

    /// <summary>Writes one; an existing one of the same day is never written over.</summary>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public async Task WriteAsync(HeadFile head, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(head);
        var directory = DirectoryOf(head.Tenant);
        Directory.CreateDirectory(directory);
        var file = Path.Combine(directory, head.Day.ToString("O", CultureInfo.InvariantCulture) + ".json");
        if (File.Exists(file)) return;
        var written = $"{file}.{Guid.NewGuid():N}";
        await using (var stream = new FileStream(written, FileMode.CreateNew, FileAccess.Write))
        {
            await JsonSerializer.SerializeAsync(stream, head, s_json, ct);
            stream.Flush(flushToDisk: true);
        }
        File.Move(written, file, overwrite: true);
    }

    /// <summary>A tenant's, by day. One that cannot be read is null with its name.</summary>
    public async Task<IReadOnlyList<(string Name, HeadFile? Head)>> ReadAsync(string tenant, CancellationToken ct)
    {
        if (_directory is null || !Directory.Exists(DirectoryOf(tenant))) return [];
        var heads = new List<(string, HeadFile?)>();
        foreach (var file in Directory.EnumerateFiles(DirectoryOf(tenant), "*.json").Order(StringComparer.Ordinal))
        {
            try
            {
                heads.Add((Path.GetFileName(file), JsonSerializer.Deserialize<HeadFile>(await File.ReadAllTextAsync(file, ct), s_json)));
            }
            catch (JsonException)
            {
                heads.Add((Path.GetFileName(file), null));
            }
        }
        return heads;
    }

    // Tenants' keys are lower-case letters, digits and hyphens; whatever is not stays a single name.
    private string DirectoryOf(string tenant) => Path.Combine(_directory!, string.Concat(tenant.Select(c => char.IsAsciiLetterOrDigit(c) || c == '-' ? c : '_')));
}

/// <param name="Tenant">Whose record.</param>
/// <param name="Day">The day of arrival, UTC.</param>
/// <param name="Position">The last position of that day.</param>
/// <param name="Hash">The chain's hash there, lower-case hex.</param>
/// <param name="SignedAt">When it was signed (UTC).</param>
/// <param name="KeyId">The first 16 hex digits of the SHA-256 of the public key.</param>
/// <param name="Signature">Base64, ECDSA P-256 over SHA-256, IEEE P1363 form, of <c>{"day":...,"hash":...,"position":...,"tenant":...}</c>.</param>
public sealed record HeadFile(string Tenant, DateOnly Day, long Position, string Hash, DateTimeOffset SignedAt, string KeyId, string Signature)
{
    internal static HeadFile Of(DayHeadRow row) =>
        new(row.Tenant, row.Day, row.Position, Convert.ToHexStringLower(row.Hash), row.SignedAt, row.KeyId, Convert.ToBase64String(row.Signature));
}
