using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Channels.Generic;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Chat;

/// <summary>
/// Who a visitor is by the word of the site that embeds the widget: <c>payload.signature</c>, both base64url, the signature HMAC-SHA256 of the payload's
/// text with the channel's secret. Without it a visitor may call himself anything, and is taken for nobody.
/// </summary>
internal static class ChatIdentity
{
    private const int Longest = 4_000;

    /// <summary>The person vouched for; null when nothing was given; 401 <c>chat.identity</c> when it is forged, or its time is over.</summary>
    public static ImSender? Read(OpenedChannel channel, string? identity, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(identity))
            return null;
        if (identity.Length > Longest || identity.Split('.') is not [var payload, var signature]
            || !Base64Url.IsValid(payload) || !Base64Url.IsValid(signature)
            || !CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(channel.Secret, Encoding.ASCII.GetBytes(payload)), Base64Url.DecodeFromChars(signature)))
        {
            throw Forged();
        }

        Claims claims;
        try
        {
            claims = JsonSerializer.Deserialize<Claims>(Base64Url.DecodeFromChars(payload), JsonDefaults.Options) ?? throw Forged();
        }
        catch (JsonException)
        {
            throw Forged();
        }

        if (claims.Exp is null || DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(claims.Exp.Value, 0, 253_402_300_799)) < now)
            throw Forged();
        var sender = new ImSender { Id = claims.Id, Name = claims.Name, Email = claims.Email, Phone = claims.Phone, Language = claims.Language };
        StandardWebhook.Validate(sender);
        return sender;
    }

    private static ProblemException Forged() => new(401, "chat.identity", "The visitor's identity is not signed with the channel's secret, or its time is over.");

    private sealed record Claims
    {
        public required string Id { get; init; }
        public string? Name { get; init; }
        public string? Email { get; init; }
        public string? Phone { get; init; }
        public string? Language { get; init; }

        /// <summary>Unix seconds until which it counts.</summary>
        public long? Exp { get; init; }
    }
}
