using System.ComponentModel.DataAnnotations;
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
    Guid Id, string Kind, string Text, AuthorView Author, Channel Channel, DateTimeOffset At, DeliveryView? Delivery = null, CallView? Call = null);
