namespace ServiceMesh.Contracts;

/// <summary>A certificate that an engineer holds.</summary>
/// <param name="Name">For example <c>SAP FI</c>, <c>用友 U8</c>, <c>electrician</c>.</param>
/// <param name="ValidUntil">The last day on which it is valid, in the tenant's zone; null when it never ends.</param>
public sealed record HeldCertificate(string Name, DateOnly? ValidUntil);
