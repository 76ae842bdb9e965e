using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace ServiceMesh.Intake.Attachments;

/// <summary>
/// Addresses of single files, for customers on platforms that do not take the file itself. They name tenant, ticket and end, are signed together with the file's id with
/// 128 bits of HMAC-SHA256 by a key made of <c>Links:Key</c>, and stand where a progress link's token stands.
/// </summary>
public sealed class FileLinks
{
    private const string Prefix = "f.";
    private const int FixedBytes = 8 + 16;
    private const int MacBytes = 16;
    private static readonly TimeSpan s_life = TimeSpan.FromDays(30);
    private readonly byte[] _key;
    private readonly IntakeOptions _options;

    /// <summary>Derives the key; throws when <c>Links:Key</c> is not 32 bytes in base64.</summary>
    public FileLinks(IConfiguration configuration, IOptions<IntakeOptions> options)
    {
        var master = Convert.FromBase64String(configuration["Links:Key"] ?? "");
        if (master.Length != 32)
            throw new InvalidOperationException("Links:Key must be 32 bytes in base64.");
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, master, 32, info: "servicemesh/intake/file-links/1"u8.ToArray());
        _options = options.Value;
    }

    /// <summary>A file's address, good for 30 days from an instant.</summary>
    public string For(string tenant, Guid ticket, Guid attachment, DateTimeOffset from)
    {
        var named = new byte[FixedBytes + Encoding.UTF8.GetByteCount(tenant)];
        BinaryPrimitives.WriteInt64BigEndian(named, (from + s_life).ToUnixTimeSeconds());
        ticket.TryWriteBytes(named.AsSpan(8), bigEndian: true, out _);
        Encoding.UTF8.GetBytes(tenant, named.AsSpan(FixedBytes));
        var token = Prefix + Base64Url.EncodeToString([.. named, .. Sign(named, attachment)]);
        return $"{_options.PublicUrl.TrimEnd('/')}/api/v1/progress/{token}/attachments/{attachment}";
    }

    /// <summary>Whose file of which ticket a link is for; null when it is none, is over, or was made for another file.</summary>
    public (string Tenant, Guid Ticket)? Read(string token, Guid attachment, DateTimeOffset now)
    {
        if (!token.StartsWith(Prefix, StringComparison.Ordinal) || token.Length > 400 || !Base64Url.IsValid(token.AsSpan(Prefix.Length)))
            return null;
        var data = Base64Url.DecodeFromChars(token.AsSpan(Prefix.Length));
        if (data.Length <= FixedBytes + MacBytes)
            return null;
        var named = data.AsSpan(0, data.Length - MacBytes);
        return CryptographicOperations.FixedTimeEquals(data.AsSpan(named.Length), Sign(named, attachment))
            && BinaryPrimitives.ReadInt64BigEndian(named) > now.ToUnixTimeSeconds()
            ? (Encoding.UTF8.GetString(named[FixedBytes..]), new Guid(named.Slice(8, 16), bigEndian: true))
            : null;
    }

    private byte[] Sign(ReadOnlySpan<byte> named, Guid attachment)
    {
        byte[] all = [.. named, .. attachment.ToByteArray(bigEndian: true)];
        return HMACSHA256.HashData(_key, all)[..MacBytes];
    }
}
