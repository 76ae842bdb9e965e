namespace ServiceMesh.Messaging;

/// <summary>A message given up after all retries, on its way to the service's error queue.</summary>
internal sealed record DeadLetter(Guid MessageId, string MessageType, string Body, string? Trace, string Reason);
