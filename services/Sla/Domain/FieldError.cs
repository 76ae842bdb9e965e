namespace ServiceMesh.Sla.Domain;

/// <summary>One thing that is wrong in a definition.</summary>
/// <param name="Field">The path of the field, for example <c>week.mon[1]</c>.</param>
/// <param name="Message">What is wrong, in words.</param>
public sealed record FieldError(string Field, string Message);
