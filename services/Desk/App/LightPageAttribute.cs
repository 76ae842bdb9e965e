using Microsoft.AspNetCore.Components;

namespace ServiceMesh.Desk;

/// <summary>
/// A page that is plain HTML: no circuit, no script needed, open to everybody. Customers' pages and the sign-in are such.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class LightPageAttribute : Attribute;
