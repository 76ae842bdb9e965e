using System.Globalization;
using ServiceMesh.Contracts;

namespace ServiceMesh.Intake.Domain;

/// <summary>What a field of a form holds.</summary>
public enum FormFieldType
{
    Text,
    Number,

    /// <summary>A day, as 2026-11-23.</summary>
    Date,
    YesNo,

    /// <summary>One of the field's choices.</summary>
    Choice,
}

/// <summary>A text in Chinese and English.</summary>
public sealed record TwoLanguages(string Zh, string En);

/// <summary>A field of a form.</summary>
/// <param name="Key">Lower-case letters, digits and hyphens.</param>
/// <param name="Choices">The values of a choice; empty for other types.</param>
public sealed record FormField(string Key, TwoLanguages Label, FormFieldType Type, bool Required, IReadOnlyList<string> Choices);

/// <summary>
/// A class of request in the service catalogue: what is asked when one is opened, what must come with it, and what it is by default.
/// </summary>
/// <param name="Key">Lower-case letters, digits and hyphens.</param>
/// <param name="WorkType">What it is when whoever opens it does not say: "it is broken" is support, "add a field" maintenance.</param>
/// <param name="Category">The category of its tickets when none is named; triage rules go by it. Null: none.</param>
/// <param name="EvidenceFiles">How many files must come with it (screenshots, logs); 0 for none.</param>
/// <param name="EvidenceHint">What the files should show; null when nothing is said.</param>
/// <param name="Active">Whether new requests of it are taken.</param>
/// <param name="NeedsVisit">Whether somebody has to come to the customer for it: a contract must have a visit left to cover it.</param>
public sealed record RequestClass(
    string Key, TwoLanguages Name, WorkType WorkType, string? Category, IReadOnlyList<FormField> Fields, int EvidenceFiles, TwoLanguages? EvidenceHint, bool Active = true,
    bool NeedsVisit = false)
{
    /// <summary>Counts the tenant's changes of it; 0 for a usual one that nobody has changed.</summary>
    public int Version { get; init; }

    /// <summary>The class of upgrades: whether a contract includes them decides about its cover.</summary>
    public const string UpgradeKey = "upgrade";

    /// <summary>The longest value of a field.</summary>
    public const int LongestValue = 2_000;

    /// <summary>The classes that every vendor begins with; a tenant changes them or adds its own.</summary>
    public static IReadOnlyList<RequestClass> Usual { get; } =
    [
        Of("fault", "故障报修", "Fault", WorkType.Support, Ask("since", "何时开始", "Since when"), Ask("error", "错误信息或代码", "Error message or code")) with
        {
            EvidenceHint = new("报错截图或日志", "A screenshot of the error, or its log"),
        },
        Of("question", "使用咨询", "Question", WorkType.Support, Ask("tried", "已尝试的操作", "What was tried")),
        Of("complaint", "投诉", "Complaint", WorkType.Support, Ask("ticket", "涉及的工单号", "Ticket it is about"), Ask("call-back", "希望回电", "A call is wished", FormFieldType.YesNo)),
        Of("training", "培训", "Training", WorkType.Maintenance, Ask("people", "人数", "How many people", FormFieldType.Number), Ask("wanted-on", "期望日期", "Wanted on", FormFieldType.Date)),
        Of("process-optimisation", "流程优化", "Process optimisation", WorkType.Maintenance, Ask("process", "涉及的流程", "Process it is about"), Ask("goal", "期望达到的效果", "What it should achieve")),
        Of(UpgradeKey, "升级", "Upgrade", WorkType.Maintenance, Ask("wanted-on", "期望日期", "Wanted on", FormFieldType.Date), Ask("to-version", "目标版本", "To which version")),
        Of("backup-restore", "数据备份与恢复", "Data backup and restore", WorkType.Maintenance, Ask("data", "哪些数据", "Which data"), Ask("as-of", "恢复到哪一天", "Restore as of", FormFieldType.Date)),
        Of("interface", "接口", "Interface or API", WorkType.Maintenance, Ask("system", "对接的系统", "System on the other side")),
        Of("customisation", "定制开发", "Customisation", WorkType.Maintenance, Ask("purpose", "用途", "What it is for"), Ask("wanted-on", "期望日期", "Wanted on", FormFieldType.Date)),
    ];

    /// <summary>
    /// Null when a filled form fits, else the code and what is wrong: <c>form.unknown-field</c>, <c>form.missing-field</c>, <c>form.bad-value</c>,
    /// <c>form.evidence</c>.
    /// </summary>
    public (string Code, string Message)? Fault(IReadOnlyDictionary<string, string?> form, int files)
    {
        foreach (var key in form.Keys)
        {
            if (Fields.All(f => f.Key != key))
                return ("form.unknown-field", $"This class has no field of that name; it has {(Fields.Count == 0 ? "none" : string.Join(", ", Fields.Select(f => f.Key)))}.");
        }

        foreach (var field in Fields)
        {
            var value = form.GetValueOrDefault(field.Key);
            if (string.IsNullOrWhiteSpace(value) && field.Required)
                return ("form.missing-field", $"form.{field.Key} is needed.");
            if (!string.IsNullOrWhiteSpace(value) && !Fits(field, value.Trim()))
                return ("form.bad-value", $"form.{field.Key} does not look like one.");
        }

        return files < EvidenceFiles ? ("form.evidence", $"At least {EvidenceFiles} file(s) must come with it.") : null;
    }

    private static bool Fits(FormField field, string value) => value.Length <= LongestValue && field.Type switch
    {
        FormFieldType.Text => !value.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')),
        FormFieldType.Number => decimal.TryParse(value, NumberStyles.Number & ~NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _),
        FormFieldType.Date => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        FormFieldType.YesNo => value is "true" or "false",
        FormFieldType.Choice => field.Choices.Contains(value),
        _ => throw new ArgumentOutOfRangeException(nameof(field), field.Type, null),
    };

    /// <summary>A field that may be left empty.</summary>
    private static FormField Ask(string key, string zh, string en, FormFieldType type = FormFieldType.Text) => new(key, new TwoLanguages(zh, en), type, false, []);

    private static RequestClass Of(string key, string zh, string en, WorkType workType, params FormField[] fields) =>
        new(key, new TwoLanguages(zh, en), workType, null, fields, 0, null);
}
