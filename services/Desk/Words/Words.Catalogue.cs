namespace ServiceMesh.Desk;

/// <summary>The service catalogue, what a ticket is about, and what is only kept.</summary>
public sealed partial class Words
{
    public string CatalogueTitle => T("Service catalogue", "服务目录");
    public string CatalogueIntro => T(
        "What may be asked for: names, form and evidence of each class of request, and what it is by default. Every change is kept with who made it.", "可受理的请求类别：名称、表单、所需附件和默认工作类型。每次修改都会留痕。");
    public string CatalogueNew => T("New class", "新增类别");
    public string CatalogueKey => T("Key", "标识");
    public string CatalogueFields => T("Form", "表单字段");
    public string CatalogueFieldType => T("Sort of answer", "字段类型");
    public string CatalogueChoices => T("Choices", "可选项");
    public string CatalogueRequired => T("Needed", "必填");
    public string CatalogueAddField => T("Add a field", "添加字段");
    public string CatalogueActive => T("Offered", "启用");
    public string CatalogueOff => T("Not offered", "停用");
    public string CatalogueVersions => T("Changes", "修改记录");
    public string CatalogueVersion(int version, string by, string at) => T($"Version {version}, {by}, {at}", $"第 {version} 版，{by}，{at}");
    public string CatalogueIncomplete => T(
        "A class and each field need a key of their own (lower-case letters, digits, hyphens) and both names; a choice needs two answers, a hint both languages.",
        "类别和每个字段都需要不重复的标识（小写字母、数字、连字符）和中英文名称；单选至少两个选项，说明需中英文齐全。");
    public string EvidenceFiles => T("Files needed", "所需文件数");
    public string Edit => T("Edit", "编辑");

    /// <param name="language"><c>zh</c> or <c>en</c>.</param>
    public string NameIn(string language) => language == "zh" ? T("Name in Chinese", "中文名称") : T("Name in English", "英文名称");

    /// <param name="language"><c>zh</c> or <c>en</c>.</param>
    public string EvidenceHintIn(string language) => language == "zh" ? T("What the files show, in Chinese", "文件说明（中文）") : T("What the files show, in English", "文件说明（英文）");

    public string FieldType(string type) => type switch
    {
        "text" => T("Text", "文本"),
        "number" => T("Number", "数字"),
        "date" => T("Day", "日期"),
        "yesNo" => T("Yes or no", "是/否"),
        "choice" => T("One of several", "单选"),
        _ => type,
    };

    public string ChooseAsset => T("Serial number or name", "序列号或名称");
    public string ContractByItself => T("Whichever fits best", "自动匹配");
    public string SupportedUntil(string date) => T($"supported until {date}", $"支持至 {date}");

    /// <summary>Why something that came is only kept.</summary>
    /// <param name="count">Which mail of its hour it was.</param>
    public string HeldBecause(string reason, int? count) => reason == "mail-limit"
        ? T($"Mail {count} within the hour: only kept, nobody was told", $"一小时内第 {count} 封邮件：仅留存，未通知任何人") : reason;

    public string BlockVisitor => T("Block this visitor", "拉黑此访客");
    public string BlockVisitorWhy => T("Why", "原因");
    public string VisitorBlocked => T("Blocked: the chat takes nothing more from this visitor", "已拉黑：不再接收此访客的消息");
}
