using System.Text.Json;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Demo;

/// <summary>The made-up vendor: what it sells, who works there, who its customers are, what breaks and what people say. Data, in vendor.json.</summary>
public sealed record VendorBook(
    IReadOnlyList<ProductEntry> Products,
    IReadOnlyList<TeamEntry> Teams,
    IReadOnlyList<EngineerEntry> Engineers,
    IReadOnlyList<StaffEntry> Staff,
    IReadOnlyList<CustomerEntry> Customers,
    IReadOnlyList<ProblemEntry> Problems,
    IReadOnlyDictionary<string, Phrases> Phrases)
{
    private static readonly Lazy<VendorBook> Shipped = new(Read);

    /// <summary>The book that is shipped.</summary>
    public static VendorBook Default => Shipped.Value;

    /// <summary>What people say in a language; everybody who does not read Chinese reads English.</summary>
    public Phrases Say(string language) => Phrases[IsChinese(language) ? "zh" : "en"];

    /// <summary>Whether texts in this language are the Chinese ones.</summary>
    public static bool IsChinese(string language) => language.StartsWith("zh", StringComparison.OrdinalIgnoreCase);

    private static VendorBook Read()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Demo", "Data", "vendor.json"));
        return JsonSerializer.Deserialize<VendorBook>(file, GatewayClient.Json) ?? throw new InvalidDataException("vendor.json is empty.");
    }
}

/// <param name="Modules">Its parts, as problems name them.</param>
/// <param name="Versions">Those that customers have installed.</param>
public sealed record ProductEntry(string Code, string Name, IReadOnlyList<string> Modules, IReadOnlyList<string> Versions);

public sealed record TeamEntry(string Name, IReadOnlyList<string> Categories, bool IsDefault);

public sealed record EngineerEntry(string Name, string Email, string Language, IReadOnlyList<string> Skills, IReadOnlyList<string> Teams);

public sealed record StaffEntry(string Name, string Email, string Language, IReadOnlyList<string> Roles);

public sealed record CustomerEntry(string Name, string Region, string ServiceLevel, IReadOnlyList<string> Products, IReadOnlyList<ContactEntry> Contacts);

public sealed record ContactEntry(string Name, string Email, string Phone, string Language);

/// <summary>A problem with a product, told in both languages.</summary>
public sealed record ProblemEntry(string Product, string Module, string Category, string Impact, string Urgency, ProblemText Zh, ProblemText En, int Minutes)
{
    /// <summary>The text for a reader of this language.</summary>
    public ProblemText In(string language) => VendorBook.IsChinese(language) ? Zh : En;
}

public sealed record ProblemText(string Subject, string Text, string Cause, string Steps);

/// <summary>Sentences to choose from.</summary>
public sealed record Phrases(
    IReadOnlyList<string> First, IReadOnlyList<string> Ask, IReadOnlyList<string> Answer, IReadOnlyList<string> Update, IReadOnlyList<string> Resolve,
    IReadOnlyList<string> Reopen, IReadOnlyList<string> Note, IReadOnlyList<string> Comment);
