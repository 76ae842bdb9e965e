namespace ServiceMesh.Survey.Domain;

/// <summary>One thing that is wrong in what somebody wants to store.</summary>
/// <param name="Field">The path of the field, for example <c>questions[2].options</c>.</param>
/// <param name="Message">What is wrong, in words.</param>
public sealed record FieldError(string Field, string Message);
