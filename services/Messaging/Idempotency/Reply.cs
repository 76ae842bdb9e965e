namespace ServiceMesh.Messaging;

/// <summary>What a creating request answers: stored with its Idempotency-Key so that a repetition gets the same.</summary>
public sealed record Reply(int Status, object? Body, string? Location = null);
