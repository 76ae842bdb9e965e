namespace ServiceMesh.Desk;

/// <summary>Who reports, whether they are covered, and tickets that belong together.</summary>
public sealed partial class Words
{
    public string CoverTitle => T("Contract", "合同覆盖");
    public string CoverTaken => T("Take it all the same: nobody is turned away. The ticket carries this mark.", "仍请受理：不拒绝任何客户，工单会带上此标记。");
    public string CasesLeft(int cases) => T(cases == 1 ? "1 case left" : $"{cases} cases left", $"剩余 {cases} 次");
    public string VisitsLeft(int visits) => T(visits == 1 ? "1 visit left" : $"{visits} visits left", $"剩余上门 {visits} 次");
    public string NeedsVisit => T("Somebody has to come", "需要上门");
    public string ContractEnds(string date) => T($"until {date}", $"至 {date}");

    /// <param name="answer">A word of the entitlement's answer or status.</param>
    public string CoverAnswer(string? answer) => answer switch
    {
        "covered" => T("Covered", "在保"),
        "expired" => T("Contract expired", "合同已过期"),
        "exhausted" => T("No cases or visits left", "服务次数或上门次数已用完"),
        "support-ended" => T("Support for this version has ended", "该版本已停止支持"),
        "upgrade-not-included" => T("Upgrades are not part of the contract", "合同不含升级"),
        "channel-not-covered" => T("This channel is not covered", "合同不含此渠道"),
        "not-started" => T("Contract has not begun", "合同未生效"),
        "product-not-covered" => T("Product not covered", "产品不在合同内"),
        "ambiguous" => T("Several contracts possible", "可能对应多个合同"),
        "none" or "unknown" => T("No contract known", "未找到合同"),
        _ => answer ?? "",
    };

    public string DuplicatesTitle => T("May be about the same", "可能是同一问题");
    public string DuplicatesIntro => T("Nothing is merged by itself.", "系统不会自动合并。");
    public string DuplicatesNote => T("May be about the same. Nothing is merged by itself.", "可能是同一问题，系统不会自动合并。");

    public string DuplicateReason(string reason) => reason switch
    {
        "same-contact" => T("same contact", "同一联系人"),
        "same-address" => T("same mail address", "同一邮箱"),
        "same-number" => T("same number", "同一号码"),
        "same-asset" => T("same equipment", "同一设备"),
        "same-product" => T("same product", "同一产品"),
        "same-customer" => T("same customer", "同一客户"),
        "similar-text" => T("similar words", "文字相似"),
        "within-a-day" => T("within a day", "一天之内"),
        _ => reason,
    };

    public string RelatedTitle => T("Tickets that belong together", "关联工单");
    public string MergeHere => T("Merge into it", "并入该工单");
    public string MergedInto(string number) => T($"Merged into {number}: what the customer writes goes there.", $"已并入 {number}：客户消息会进入该工单。");
    public string Unmerge => T("Take the merge back", "取消合并");
    public string PartOf(string number) => T($"Part of the major incident {number}", $"属于重大事件 {number}");
    public string TakeOut => T("Take it out", "移出");
    public string IncidentParts(int count) => T($"Major incident with {count} tickets", $"重大事件，含 {count} 张工单");
    public string OtherNumber => T("Number of another ticket", "另一工单号");
    public string MakePart => T("Part of it as an incident", "归入该重大事件");
    public string NoSuchNumber => T("There is no ticket of that number.", "没有此编号的工单。");
    public string Announce => T("Tell all of them", "统一通告");
    public string AnnounceZh => T("Text in Chinese", "中文内容");
    public string AnnounceEn => T("Text in English", "英文内容");
    public string AnnounceTo(int tickets) => T($"Goes to {tickets} tickets, each by its own channel:", $"将发往 {tickets} 张工单，各按其来源渠道：");
    public string AnnouncePace => T("Tickets a minute", "每分钟工单数");
    public string StopAnnouncement => T("Stop it", "停止发送");
    public string AnnouncementStopped => T("Stopped", "已停止");
    public string Announced(int tickets) => T($"On its way to {tickets} tickets", $"正在发往 {tickets} 张工单");

    public string CorrectContact => T("Correct who reported it", "更正联系人");
    public string CorrectReason => T("How you know", "依据");
    public string ContactCorrected => T("Contact corrected", "联系人已更正");
    public string CouldBe => T("Could be:", "可能是：");

    public string ImportTitle => T("Import", "数据导入");
    public string ImportIntro => T(
        "Customers, contacts, products, equipment and contracts from a CSV file. It is only checked first; nothing is saved unless every line is right.", "从 CSV 文件导入客户、联系人、产品、设备和合同。先检查，全部无误才会保存。");
    public string ImportWhat => T("What is in the file", "文件内容");
    public string ImportCsv => T("CSV file, UTF-8 or GB18030, at most 5 MB", "CSV 文件（UTF-8 或 GB18030，最大 5 MB）");
    public string ImportSave => T("Import now", "立即导入");
    public string ImportLine => T("Line", "行");
    public string ImportColumn => T("Column", "列");
    public string ImportFault => T("What is wrong", "问题");
    public string ImportChecked(int lines, int created, int updated) => T($"{lines} lines: {created} new, {updated} changed", $"共 {lines} 行：新增 {created}，更新 {updated}");
    public string ImportWrong(int failed) => T($"{failed} lines are wrong; correct the file and choose it again.", $"{failed} 行有误，请修正后重新选择文件。");
    public string ImportSaved => T("Saved", "已保存");

    public string ImportKind(string what) => what switch
    {
        "customers" => T("Customers", "客户"),
        "contacts" => T("Contacts", "联系人"),
        "products" => ProductsTitle,
        "assets" => T("Equipment", "设备"),
        "contracts" => T("Contracts", "合同"),
        _ => what,
    };

    public string BlockTitle => T("Block list", "黑名单");
    public string BlockIntro => T(
        "Whoever is on it is turned away on the telephone, in messages and by mail. That somebody tried is kept for 90 days, so that a mistake can be found.",
        "名单上的号码和发件人会被电话、消息和邮件渠道拒绝。每次尝试保留 90 天，便于发现误拦。");
    public string BlockKindWord => T("What", "类型");
    public string BlockValue => T("Number, address or id", "号码、邮箱或平台账号");
    public string BlockValueHint => T("+86 138 0000 1111 or name@example.com or @example.com", "+86 138 0000 1111、name@example.com 或 @example.com");
    public string BlockReason => T("Why", "原因");
    public string BlockUntil => T("Up to and including", "截止日期（含）");
    public string BlockWhere => T("Where", "渠道");
    public string BlockEverywhere => T("Every channel", "所有渠道");
    public string BlockAdd => T("Block", "拉黑");
    public string BlockRemove => T("Unblock", "移出");
    public string BlockPast => T("Past entries", "历史记录");
    public string BlockEmpty => T("Nobody is on the list", "名单为空");
    public string BlockBy(string name, string at) => T($"{name}, {at}", $"{name}，{at}");
    public string BlockRemovedBy(string name, string at) => T($"removed by {name}, {at}", $"由 {name} 于 {at} 移出");
    public string BlockTries(int tries) => T(tries == 1 ? "1 attempt" : $"{tries} attempts", $"尝试 {tries} 次");
    public string BlockForGood => T("for good", "长期");
    public string AttemptsTitle => T("Turned away", "已拒绝");

    public string BlockKind(string kind) => kind switch
    {
        "number" => T("Telephone number", "电话号码"),
        "sender" => T("Sender", "发件人"),
        _ => kind,
    };

    public string DeliveryReason(string reason) => reason switch
    {
        "file-as-link" => T("a file went as an address", "有文件以链接发送"),
        "as-template" => T("as a template message: its first words only", "以模板消息发送，仅含开头文字"),
        "template-refused" => T("the platform refused the template", "平台拒绝了该模板"),
        "file-pending" => T("a file is being looked at for viruses", "文件正在查毒"),
        "no-outbound-url" => T("the channel sends nothing out", "渠道未配置发送"),
        "receiver-gone" => T("the person is no longer there", "对方已不在会话中"),
        "receiver-refused" => T("the platform refused it", "平台拒收"),
        "outside-reply-window" => T("outside the platform's reply time", "超出平台回复时限"),
        "not-authorised" => T("the channel's credentials are refused", "渠道凭证无效"),
        "timed-out" or "unreachable" or "target-forbidden" => NoticeFailure(reason),
        _ => reason,
    };
}
