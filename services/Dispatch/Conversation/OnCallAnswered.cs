using ServiceMesh.Contracts;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Conversation;

/// <summary>On the phone both sides were heard. Whether the waiting is over, whoever took the call says by resuming.</summary>
internal sealed class OnCallAnswered : IHandle<CallAnswered>
{
    public Task HandleAsync(CallAnswered e, Work work, CancellationToken ct) =>
        LastMessage.SetAsync(work, e, agent: true, customer: true, ct);
}
