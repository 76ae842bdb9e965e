using System.ComponentModel.DataAnnotations;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Intake.ServiceContracts;

namespace ServiceMesh.Intake.Imports;

/// <summary>A line that cannot be taken.</summary>
/// <param name="code">Stable; the text for it is <see cref="ImportWords.Of"/>.</param>
/// <param name="column">The column it is about; null for the whole line.</param>
/// <param name="named">What the text names besides: a line, a limit, the words allowed.</param>
internal sealed class ImportFault(string code, string? column, string? named = null) : Exception(code)
{
    public string Code { get; } = code;
    public string? Column { get; } = column;
    public string? Named { get; } = named;
}

/// <summary>What is said of files and lines that are wrong, in Chinese and English. The codes are stable, the texts are for people.</summary>
public static class ImportWords
{
    public const string Empty = "import.empty";
    public const string Day = "import.day";
    public const string Amount = "import.amount";
    public const string Count = "import.count";
    public const string YesNo = "import.yes-no";
    public const string Channel = "import.channel";
    public const string Repeated = "import.repeated";
    public const string TooManyFields = "import.too-many-fields";
    public const string TwoOfThatName = "import.two-of-that-name";
    public const string Unknown = "import.unknown";
    public const string TooLong = "import.too-long";
    public const string TooMany = "import.too-many";
    public const string Range = "import.range";
    public const string Malformed = "import.malformed";
    public const string Names = "import.names";

    /// <summary>The text for a code; for one that is not known here, <paramref name="named"/> or the code itself.</summary>
    public static string Of(string code, string? column, string? named, bool chinese)
    {
        return code switch
        {
            Empty => T($"{column} is empty.", $"{column} 为空。"),
            Day => T($"{column} must be a day such as 2026-12-31.", $"{column} 须为日期，例如 2026-12-31。"),
            Amount => T($"{column} must be a number such as 12000.50.", $"{column} 须为数字，例如 12000.50。"),
            Count => T($"{column} must be a whole number.", $"{column} 须为整数。"),
            YesNo => T($"{column} must be yes or no.", $"{column} 须填“是”或“否”。"),
            Channel => T($"{column} are {named}.", $"{column} 可填：{named}。"),
            Repeated => T($"{column} stands on line {named} already.", $"{column} 与第 {named} 行重复。"),
            TooManyFields => T($"The line has more fields than the header: {named}.", $"该行的字段多于表头：{named}。"),
            TwoOfThatName => column == "name"
                ? T("Two have that name; an e-mail address tells contacts apart.", "有两条同名记录；联系人可用邮箱区分。")
                : T("Two have that name.", "有两条同名记录。"),
            Unknown => T($"There is no {column} of that name, code or number.", $"没有此名称、代码或编号的 {column}。"),
            TooLong => T($"{column} may have {named} characters, and no control characters.", $"{column} 最多 {named} 个字符，且不能含控制字符。"),
            TooMany => T($"{column} may have {named} entries.", $"{column} 最多 {named} 项。"),
            Names => T($"{column} are up to {named} names, each different, of at most 100 characters.", $"{column} 最多 {named} 个名称，不可重复，每个不超过 100 个字符。"),
            Range => T($"{column} must lie between {named}.", $"{column} 须介于 {named}。"),
            Malformed => T($"{column} does not have the right form{In(named)}.", $"{column} 的格式不正确{In(named)}。"),
            "phone.invalid" => T("A telephone number is not complete; with its country code it always is: +86 21 5555 0100.", "电话号码不完整，请加上国家代码：+86 21 5555 0100。"),
            "contract.ends-before-start" => T("The contract ends before it starts.", "合同结束日期早于开始日期。"),
            "contract.currency-missing" => T("An amount needs its currency.", "填写金额时须填写币种。"),
            "contract.number-taken" or "asset.serial-number-taken" or "product.code-taken" =>
                T("Somebody else has just saved that number. Please import the file again.", "该编号刚被他人保存，请重新导入。"),
            "import.no-csv" => named is null ? T("The file is empty.", "文件为空。") : T($"Line {named}: a quote is not closed, or stands where none may.", $"第 {named} 行：引号未闭合或位置不正确。"),
            "import.unknown-column" => T($"There is no column {column}; there are {named}.", $"没有 {column} 列；可用的列：{named}。"),
            "import.missing-column" => T($"The column {column} is missing.", $"缺少 {column} 列。"),
            "import.column-twice" => T($"The column {column} stands there twice.", $"{column} 列出现了两次。"),
            "request.too-large" => T($"A file may have {named}.", $"文件最多 {named}。"),
            _ => named ?? code,
        };

        string T(string en, string zh) => chinese ? zh : en;
        string In(string? example) => example is null ? "" : T($", for example {example}", $"，例如 {example}");
    }

    /// <summary>What an attribute found, as a fault of the column.</summary>
    internal static ImportFault Broken(ValidationAttribute attribute, string column) => attribute switch
    {
        RequiredAttribute => new ImportFault(Empty, column),
        PlainTextAttribute text => new ImportFault(TooLong, column, $"{text.MaxLength}"),
        MaxLengthAttribute list => new ImportFault(TooMany, column, $"{list.Length}"),
        AmountAttribute amount => new ImportFault(Range, column, $"0 – {amount.Most:0}"),
        RangeAttribute range => new ImportFault(Range, column, $"{range.Minimum} – {range.Maximum}"),
        MailAddressAttribute => new ImportFault(Malformed, column, "li.wei@example.com"),
        LanguageTagAttribute => new ImportFault(Malformed, column, "zh-CN"),
        _ => new ImportFault(Malformed, column, column switch { "currency" => "CNY", "serviceLevel" => "premium", _ => null }),
    };
}
