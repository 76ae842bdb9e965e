namespace ServiceMesh.Contracts;

/// <summary>A training that an engineer passed.</summary>
/// <param name="Title">For example <c>SAP FI basics</c>.</param>
/// <param name="CompletedOn">The day on which it was passed, in the tenant's zone.</param>
public sealed record PassedTraining(string Title, DateOnly CompletedOn);
