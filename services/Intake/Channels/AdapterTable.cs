using System.Text.Json;
using System.Security.Cryptography;
using ServiceMesh.Intake.Persistence;

namespace ServiceMesh.Intake.Channels;

/// <summary>The adapters by kind, and channels opened for them.</summary>
public sealed class AdapterTable(IEnumerable<IChannelAdapter> adapters, SecretBox box)
{
    private const string SettingsPurpose = "settings";
    private readonly Dictionary<ChannelKind, IChannelAdapter> _adapters = adapters.ToDictionary(a => a.Kind);

    /// <summary>All kinds of channels, in the order of their names.</summary>
    public IEnumerable<IChannelAdapter> All => _adapters.Values.OrderBy(a => a.Kind.ToString(), StringComparer.Ordinal);

    public IChannelAdapter Of(ChannelKind kind) => _adapters[kind];

    /// <summary>The channel with its secret and settings.</summary>
    public OpenedChannel Open(ChannelRow row) => new(row, box.Open(row.Id, row.SealedSecret), SettingsOf(row));

    /// <summary>The settings of a channel; empty where it has none.</summary>
    public IReadOnlyDictionary<string, string> SettingsOf(ChannelRow row) => row.SealedSettings is { } data
        ? JsonSerializer.Deserialize<Dictionary<string, string>>(box.Open(row.Id, data, SettingsPurpose))!
        : new Dictionary<string, string>();

    /// <summary>The stored form of settings; null for none.</summary>
    public byte[]? Seal(Guid channel, IReadOnlyDictionary<string, string> settings) =>
        settings.Count == 0 ? null : box.Seal(channel, JsonSerializer.SerializeToUtf8Bytes(settings), SettingsPurpose);

    /// <summary>The 128 bits in the address of a channel whose platform does not sign the body; 32 hexadecimal digits made of its secret.</summary>
    public static string UrlSecret(ReadOnlySpan<byte> secret) => Convert.ToHexStringLower(Derive(secret, "url"u8));

    /// <summary>The token that a platform repeats in a header; 32 hexadecimal digits made of the channel's secret.</summary>
    public static string HeaderToken(ReadOnlySpan<byte> secret) => Convert.ToHexStringLower(Derive(secret, "header"u8));

    private static ReadOnlySpan<byte> Derive(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> purpose) => HMACSHA256.HashData(secret, purpose).AsSpan(0, 16);
}
