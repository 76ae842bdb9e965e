namespace ServiceMesh.Insight.Domain.Scorecard;

/// <summary>Of whom or what a scorecard speaks.</summary>
public static class Subject
{
    public const string All = "all";
    public const string Team = "team";
    public const string Engineer = "engineer";
    public const string Product = "product";
    public const string Customer = "customer";
    public const string Contract = "contract";

    /// <summary>The maker or service partner of products: its figures are those of its products together.</summary>
    public const string Vendor = "vendor";

    /// <summary>Kinds that have a scorecard.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [Team, Engineer, Product, Customer, Contract, Vendor, All];
}

/// <summary>A subject by kind and id; all zeros for <see cref="Subject.All"/>.</summary>
public readonly record struct SubjectKey(string Kind, Guid Id);
