namespace ServiceMesh.Messaging;

/// <summary>A timer to arm. Kind and key identify it: arming it again replaces due time and payload, and the earlier arming never fires.</summary>
/// <param name="Kind">Names the handler, as registered with <see cref="MessagingBuilder.Timer{THandler}"/>.</param>
/// <param name="Key">Unique within the kind.</param>
/// <param name="DueAt">The instant it fires, by the database's clock; never earlier.</param>
/// <param name="Payload">Anything that serialises to JSON.</param>
public sealed record TimerRequest(string Kind, string Key, DateTimeOffset DueAt, string Tenant, Guid? TicketId = null, object? Payload = null);
