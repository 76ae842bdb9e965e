namespace ServiceMesh.Insight.Vendors;

/// <summary>The maker or service partner of products, with what is known of it from elsewhere.</summary>
internal sealed record Vendor(Guid Id, string Name, int Version, DateTimeOffset ChangedAt, VendorDocument Document)
{
    public IReadOnlyList<Guid> ProductIds => [.. Document.Products.Select(p => p.ProductId).Distinct()];
}

/// <summary>Whether a vendor makes a product or serves it.</summary>
public enum VendorRole
{
    Maker,
    ServicePartner,
}

/// <summary>A product of a vendor.</summary>
public sealed record VendorProduct(Guid ProductId, VendorRole Role);

/// <summary>A figure of a vendor from elsewhere. It stands in where nothing was measured, and is marked as such.</summary>
/// <param name="Dimension">One of the scorecard's.</param>
/// <param name="Value">In the dimension's unit.</param>
/// <param name="Source">Where it is from.</param>
/// <param name="On">The day it is of.</param>
public sealed record VendorFigure(string Dimension, decimal Value, string Source, DateOnly On);

/// <summary>A reference case.</summary>
public sealed record VendorCase(string Title, string? Text, string Source, DateOnly On);

/// <summary>A certification that the vendor holds.</summary>
/// <param name="ValidUntil">The last day; null when it never ends.</param>
public sealed record VendorCertification(string Name, string? Issuer, DateOnly? ValidUntil, string Source, DateOnly On);

/// <summary>What a vendor can show beside figures, each with source and day.</summary>
public sealed record VendorEvidence(IReadOnlyList<VendorCase> Cases, IReadOnlyList<VendorCertification> Certifications)
{
    /// <summary>What was known of these vendors at the end of a day; those with nothing to show are left out.</summary>
    internal static IReadOnlyDictionary<Guid, VendorEvidence> Of(IEnumerable<Vendor> vendors, DateOnly last) =>
        vendors.Select(v => (v.Id, Shown: new VendorEvidence([.. v.Document.Cases.Where(c => c.On <= last)], [.. v.Document.Certifications.Where(c => c.On <= last)])))
            .Where(v => v.Shown.Cases.Count + v.Shown.Certifications.Count > 0).ToDictionary(v => v.Id, v => v.Shown);
}

/// <summary>What is stored of a vendor beside its name.</summary>
public sealed record VendorDocument(
    IReadOnlyList<VendorProduct> Products, IReadOnlyList<VendorFigure> Figures, IReadOnlyList<VendorCase> Cases, IReadOnlyList<VendorCertification> Certifications);
