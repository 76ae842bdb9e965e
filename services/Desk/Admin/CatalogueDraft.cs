using System.Text.RegularExpressions;

namespace ServiceMesh.Desk.Admin;

/// <summary>A field of a class of request as somebody edits it.</summary>
public sealed class FieldDraft
{
    public string Key { get; set; } = "";
    public string Zh { get; set; } = "";
    public string En { get; set; } = "";
    public string Type { get; set; } = "text";
    public bool Required { get; set; }

    /// <summary>Separated by commas.</summary>
    public string Choices { get; set; } = "";
}

/// <summary>A class of request as somebody edits it.</summary>
public sealed partial class CatalogueDraft
{
    public static readonly string[] FieldTypes = ["text", "number", "date", "yesNo", "choice"];

    /// <summary>The version it was made from; null for a new one.</summary>
    public int? Version { get; init; }

    /// <summary>Cannot be changed once there is one.</summary>
    public string Key { get; set; } = "";
    public string Zh { get; set; } = "";
    public string En { get; set; } = "";
    public string WorkType { get; set; } = "support";
    public string Category { get; set; } = "";
    public int EvidenceFiles { get; set; }
    public string HintZh { get; set; } = "";
    public string HintEn { get; set; } = "";
    public bool Active { get; set; } = true;
    public bool NeedsVisit { get; set; }
    public List<FieldDraft> Fields { get; } = [];

    /// <summary>Whether the service can take it; what is wrong beyond that it says itself.</summary>
    public bool Complete => KeyShape().IsMatch(Key.Trim()) && !IsBlank(Zh) && !IsBlank(En) && IsBlank(HintZh) == IsBlank(HintEn)
        && Fields.TrueForAll(f => KeyShape().IsMatch(f.Key.Trim()) && !IsBlank(f.Zh) && !IsBlank(f.En) && (f.Type != "choice" || Listed(f.Choices).Length >= 2))
        && Fields.Select(f => f.Key.Trim()).Distinct().Count() == Fields.Count;

    public static CatalogueDraft Of(RequestClassShape c)
    {
        var draft = new CatalogueDraft
        {
            Version = c.Version, Key = c.Key, Zh = c.Name.Zh, En = c.Name.En, WorkType = c.WorkType ?? "support", Category = c.Category ?? "", EvidenceFiles = c.EvidenceFiles,
            HintZh = c.EvidenceHint?.Zh ?? "", HintEn = c.EvidenceHint?.En ?? "", Active = c.Active, NeedsVisit = c.NeedsVisit,
        };
        draft.Fields.AddRange(c.Fields.Select(f => new FieldDraft
        {
            Key = f.Key, Zh = f.Label.Zh, En = f.Label.En, Type = f.Type, Required = f.Required, Choices = string.Join(", ", f.Choices),
        }));
        return draft;
    }

    public object ToApi() => new
    {
        name = new { zh = Zh.Trim(), en = En.Trim() },
        workType = WorkType,
        category = IsBlank(Category) ? null : Category.Trim(),
        fields = Fields.Select(f => new
        {
            key = f.Key.Trim(), label = new { zh = f.Zh.Trim(), en = f.En.Trim() }, type = f.Type, required = f.Required, choices = f.Type == "choice" ? Listed(f.Choices) : null,
        }),
        evidenceFiles = EvidenceFiles,
        evidenceHint = IsBlank(HintZh) ? null : new { zh = HintZh.Trim(), en = HintEn.Trim() },
        active = Active,
        needsVisit = NeedsVisit,
        version = Version,
    };

    private static string[] Listed(string text) => text.Split([',', '，', '、'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsBlank(string text) => string.IsNullOrWhiteSpace(text);

    [GeneratedRegex("^[a-z][a-z0-9-]{0,39}$")]
    private static partial Regex KeyShape();
}
