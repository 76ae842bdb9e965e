using System.Text.RegularExpressions;
using ServiceMesh.Intake.Persistence;

namespace ServiceMesh.Intake.Channels.Chat;

/// <summary>The web chat's widget; see docs/channels/chat.md. No platform stands behind it: visitors come by addresses of their own.</summary>
public sealed partial class ChatAdapter : IChannelAdapter
{
    public const string Title = "title";
    public const string Color = "color";
    public const string Origins = "origins";
    public const string Hours = "hours";

    /// <summary>The name of a calendar of Sla's; it goes before <see cref="Hours"/>.</summary>
    public const string Calendar = "calendar";

    /// <inheritdoc />
    public ChannelKind Kind => ChannelKind.Chat;

    /// <inheritdoc />
    public ChannelTraits Traits { get; } = new("chat")
    {
        ShowsSecret = true,
        IsWidget = true,
        Fields =
        [
            new(Title, Secret: false, OneLine(), Required: false),
            new(Color, Secret: false, HexColor(), Required: false),
            new(Origins, Secret: false, OriginList(), Required: false),
            new(Hours, Secret: false, WeekHours(), Required: false),
            new(Calendar, Secret: false, FieldPatterns.Id(), Required: false),
        ],
    };

    /// <inheritdoc />
    public ReadOnlyMemory<byte> Open(PlatformRequest request) => throw ChannelFaults.BadSignature();

    /// <inheritdoc />
    public Inbound Read(PlatformRequest request, ReadOnlyMemory<byte> plain) => throw ChannelFaults.BadSignature();

    [GeneratedRegex(@"\A[^\p{C}<>]{1,60}\z")]
    private static partial Regex OneLine();

    [GeneratedRegex(@"\A#[0-9a-fA-F]{6}\z")]
    private static partial Regex HexColor();

    [GeneratedRegex(@"\Ahttps?://[a-z0-9.\-]{1,200}(:[0-9]{1,5})?( https?://[a-z0-9.\-]{1,200}(:[0-9]{1,5})?){0,19}\z")]
    private static partial Regex OriginList();

    [GeneratedRegex(@"\A((mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?( ([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)){1,6}(; |\z)){1,14}\z")]
    private static partial Regex WeekHours();
}
