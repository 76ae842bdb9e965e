using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;

namespace ServiceMesh.Intake.Conversations;

/// <summary>Something to say: 1 to 20,000 characters.</summary>
public sealed record TextRequest([property: Required, PlainText(Limits.Text, Lines = true)] string Text);

/// <summary>The id of what was stored.</summary>
public sealed record CreatedView(Guid Id);

public sealed record AuthorView(ActorKind Kind, string? Name);

/// <summary>How far an agent's message got on its IM platform; absent where the channel cannot know.</summary>
public sealed record DeliveryView(DeliveryState State, string? Reason, DateTimeOffset? At);

/// <summary>The call that opened the ticket. The recording is for staff only.</summary>
public sealed record CallView(Guid Id, string? Cause, string? RecordingUrl);

/// <summary>An entry of a conversation.</summary>
/// <param name="Kind"><c>customer</c>, <c>agent</c>, <c>note</c> or <c>call</c>.</param>
/// <param name="Text">What was said; of a call <c>answered</c> or <c>missed</c>.</param>
public sealed record MessageView(
    Guid Id, string Kind, string Text, AuthorView Author, Channel Channel, DateTimeOffset At, DeliveryView? Delivery = null, CallView? Call = null)
{
    /// <summary>Files that came with it; left out when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AttachmentView>? Attachments { get; init; }
}

/// <summary>A file of a conversation, to be had at <c>/api/v1/tickets/{ticketId}/attachments/{id}</c>.</summary>
/// <param name="Name">As the sender called it; null where the platform does not tell.</param>
/// <param name="Size">Bytes; null where the platform does not tell.</param>
public sealed record AttachmentView(Guid Id, FileKind Kind, string? Name, long? Size);
