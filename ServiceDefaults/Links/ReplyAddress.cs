using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace ServiceMesh.ServiceDefaults;

/// <summary>
/// Addresses that answers by mail come back to: <c>reply+TOKEN@example.com</c>. The token names the ticket and is signed with a key made of
/// <c>Links:Key</c> for the ticket's tenant, so that nobody writes into a ticket whose mails he has not seen. Letters of one case only: mail
/// systems change it.
/// </summary>
public sealed class ReplyAddress
{
    private const string Digits = "abcdefghijklmnopqrstuvwxyz234567";
    private const int MacBytes = 10;
    private const int TokenBytes = 16 + MacBytes;
    private const int TokenLength = ((TokenBytes * 8) + 4) / 5;
    private readonly byte[] _key;

    /// <summary>Derives the key; throws when <c>Links:Key</c> is missing or not 32 bytes in base64.</summary>
    public ReplyAddress(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var master = Convert.FromBase64String(configuration["Links:Key"] ?? "");
        if (master.Length != 32)
            throw new InvalidOperationException("Links:Key must be 32 bytes in base64.");
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, master, 32, info: "servicemesh/mail-reply/1"u8.ToArray());
    }

    /// <summary>The address for answers to a ticket's mails.</summary>
    /// <param name="mailbox">The mailbox that all answers go to, for example <c>reply@example.com</c>.</param>
    public string For(string mailbox, string tenant, Guid ticket)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        var at = mailbox.LastIndexOf('@');
        return $"{mailbox[..at]}+{Token(tenant, ticket)}{mailbox[at..]}";
    }

    /// <summary>The ticket that an address names; null when it names none of this tenant, or is forged.</summary>
    public Guid? TicketOf(string address, string tenant)
    {
        ArgumentNullException.ThrowIfNull(address);
        var at = address.LastIndexOf('@');
        var plus = at < 0 ? -1 : address.LastIndexOf('+', at);
        if (plus < 0 || at - plus - 1 != TokenLength || !TryRead(address.AsSpan(plus + 1, TokenLength), out var token))
            return null;
        var ticket = new Guid(token.AsSpan(0, 16), bigEndian: true);
        return CryptographicOperations.FixedTimeEquals(token.AsSpan(16), Sign(tenant, ticket)) ? ticket : null;
    }

    private string Token(string tenant, Guid ticket)
    {
        byte[] token = [.. ticket.ToByteArray(bigEndian: true), .. Sign(tenant, ticket)];
        var text = new StringBuilder(TokenLength);
        for (var bit = 0; bit < TokenBytes * 8; bit += 5)
        {
            var value = 0;
            for (var i = bit; i < bit + 5; i++)
                value = (value << 1) | (i < TokenBytes * 8 ? (token[i / 8] >> (7 - (i % 8))) & 1 : 0);
            text.Append(Digits[value]);
        }

        return text.ToString();
    }

    private static bool TryRead(ReadOnlySpan<char> text, out byte[] token)
    {
        token = new byte[TokenBytes];
        for (var i = 0; i < text.Length; i++)
        {
            var value = Digits.IndexOf(char.ToLowerInvariant(text[i]), StringComparison.Ordinal);
            if (value < 0)
                return false;
            for (var b = 0; b < 5; b++)
            {
                var bit = (i * 5) + b;
                if (bit < TokenBytes * 8 && ((value >> (4 - b)) & 1) == 1)
                    token[bit / 8] |= (byte)(1 << (7 - (bit % 8)));
            }
        }

        return true;
    }

    private byte[] Sign(string tenant, Guid ticket)
    {
        byte[] named = [.. ticket.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(tenant)];
        return HMACSHA256.HashData(_key, named)[..MacBytes];
    }
}
