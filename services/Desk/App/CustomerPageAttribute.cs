namespace ServiceMesh.Desk;

/// <summary>
/// A page of the customers' portal: plain HTML, for accounts of the role customer. Whoever has it sees these and the light pages, and nothing else of the Desk;
/// staff do not see these.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class CustomerPageAttribute : Attribute
{
    /// <summary>Where customers land.</summary>
    public const string Home = "/portal";
}
