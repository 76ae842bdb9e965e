using ServiceMesh.Contracts;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Conversation;

/// <summary>Staff wrote. It ends no waiting: whoever asks the customer something else still waits for him.</summary>
internal sealed class OnAgentMessageSent : IHandle<AgentMessageSent>
{
    public Task HandleAsync(AgentMessageSent e, Work work, CancellationToken ct) =>
        LastMessage.SetAsync(work, e, agent: true, customer: false, ct);
}
