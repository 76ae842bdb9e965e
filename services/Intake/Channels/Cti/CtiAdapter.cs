using ServiceMesh.Intake.Calls;
using ServiceMesh.Intake.Persistence;

namespace ServiceMesh.Intake.Channels.Cti;

/// <summary>A telephone system that tells of its calls, signed by Standard Webhooks; see docs/channels/telephone-system.md. It sends nothing out.</summary>
public sealed class CtiAdapter : IChannelAdapter
{
    /// <inheritdoc />
    public ChannelKind Kind => ChannelKind.Cti;

    /// <inheritdoc />
    public ChannelTraits Traits { get; } = new("calls")
    {
        ShowsSecret = true,
        Fields = [new(CallQueue.TeamId, Secret: false, FieldPatterns.Uuid(), Required: false)],
    };

    /// <inheritdoc />
    public ReadOnlyMemory<byte> Open(PlatformRequest request) => StandardWebhook.Open(request);

    /// <inheritdoc />
    public Inbound Read(PlatformRequest request, ReadOnlyMemory<byte> plain) =>
        new InboundCall(StandardWebhook.IdOf(request), StandardWebhook.Read<CallEvent>(plain));
}
