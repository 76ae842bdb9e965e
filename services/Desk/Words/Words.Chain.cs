namespace ServiceMesh.Desk;

/// <summary>A ticket's whole record, and the chain that it hangs in.</summary>
public sealed partial class Words
{
    public string RecordInternal => T("Internal view", "内部视图");
    public string RecordForCustomer => T("Customer's view", "客户视图");
    public string RecordView => T("View", "视图");
    public string RecordTaken => T("Taken", "导出时间");
    public string RecordEvents => T("Events", "事件数");
    public string RecordWhole => T("Whole record", "完整记录");
    public string ChainWord => T("Chain of hashes", "哈希链");
    public string ChainHolds => T("unbroken", "完好");
    public string ChainBroken => T("not as it was written", "与写入时不一致");
    public string HeadsTitle => T("Signed ends of days", "每日签名");
    public string DayWord => T("Day (UTC)", "日期（UTC）");
    public string ChainPosition => T("Position", "序号");
    public string KeyWord => T("Key", "密钥");
    public string SignedWord => T("Signed", "签名时间");
    public string ChainTitle => T("Record and read models", "记录与读模型");
    public string ChainIntro => T("Every event is kept in a chain; each day's end is signed with a key outside the database.", "每个事件都写入哈希链，每日末尾由数据库之外的密钥签名。");
    public string ArrivedLast => T("Last event", "最近事件");
    public string LastClosedDay => T("Last closed day", "最近结账日");
    public string NoDayClosed => T("No day is closed yet.", "还没有结账的日期。");
    public string NoSigningKey => T("There is no signing key: days stay open.", "没有签名密钥，无法结账。");
    public string CopiesWord => T("Copies outside the database", "数据库外副本");
    public string HeadsCopied => T("kept", "已保存");
    public string HeadsNotCopied => T("none: no directory is set", "无：未设置目录");
    public string VerifyNow => T("Verify now", "立即校验");
    public string ReadModelsTitle => T("Read models", "读模型");
    public string ReadModelsIntro => T("Built from the kept events. A rebuild goes on beside the traffic and changes only rows that are wrong.", "由保留的事件构建。重建与业务并行，只更正有误的行。");
    public string RebuildWord => T("Rebuild", "重建");
    public string RebuiltSame => T("nothing differed", "完全一致");
    public string EraseTitle => T("Erase a person", "删除个人信息");
    public string EraseIntro => T("Names and words of a customer's person leave the record for good. Hashes, figures and what staff did stay.", "客户联系人的姓名与文字将从记录中永久删除；哈希、统计数字与员工操作保留。");
    public string EraseReason => T("Reason (without names)", "原因（勿写姓名）");
    public string EraseSure => T("This cannot be undone", "此操作无法撤销");
    public string EraseWord => T("Erase", "删除");
    public string CustomerWord => T("Customer", "客户");
    public string PersonWord => T("Person", "联系人");
    public string SearchWord => T("Search", "搜索");

    public string RecordOf(string? number) => T($"Record of {number ?? "…"}", $"工单记录 {number ?? "…"}");

    public string RecordMissing(string which) => T($"Some events have not arrived: {which}", $"以下事件尚未到达：{which}");

    public string ErasedAt(string when) => T($"Names and words were erased on request at {when}.", $"姓名与文字已于 {when} 应要求删除。");

    public string ErasedDone(int tickets, int events) => T($"Erased from {tickets} tickets, {events} events", $"已从 {tickets} 张工单、{events} 个事件中删除");

    public string DoneOf(long done, long total) => $"{done.ToString("N0", Culture)} / {total.ToString("N0", Culture)}";

    public string VerifiedRows(long rows, int heads, long erased) => T(
        $"{rows.ToString("N0", Culture)} events, {heads} signed days, {erased} erased on request", $"{rows.ToString("N0", Culture)} 个事件、{heads} 个签名日、{erased} 个应要求删除");

    public string RebuiltRows(long rows) => T($"{rows.ToString("N0", Culture)} rows", $"{rows.ToString("N0", Culture)} 行");

    public string RebuiltOther(int removed, int added) => T($"{removed} rows taken away, {added} added", $"移除 {removed} 行，补入 {added} 行");

    public string ReadModel(string name) => name switch
    {
        "daily-counts" => T("Daily counts", "每日统计"),
        "scorecard" => T("Scorecards", "服务评价"),
        _ => name,
    };

    public string FindingKind(string kind) => kind switch
    {
        "changed" => T("changed", "被修改"),
        "removed" => T("removed", "被删除"),
        "inserted" => T("inserted", "被插入"),
        "rewritten" => T("rewritten", "被重写"),
        "personal-changed" => T("names or words changed", "姓名或文字被修改"),
        "personal-removed" => T("names or words gone without a request", "姓名或文字未经申请被删除"),
        "head-wrong" => T("end of a day is wrong", "日末记录不符"),
        "head-forged" => T("signature is forged", "签名系伪造"),
        "head-removed" => T("end of a day is gone", "日末记录丢失"),
        "head-unknown-key" => T("signed with an unknown key", "签名密钥未知"),
        "copy-wrong" => T("copy differs", "副本不符"),
        "copy-removed" => T("copy is gone", "副本丢失"),
        _ => kind,
    };

    /// <summary>A property of an event; one that has no word here keeps its own name.</summary>
    public string RecordField(string name) => name switch
    {
        "number" => T("Number", "工单号"),
        "channel" => T("Channel", "渠道"),
        "kind" => T("Kind", "类型"),
        "subject" => T("Subject", "主题"),
        "text" => T("Text", "内容"),
        "workType" => T("Work type", "服务类型"),
        "productName" => T("Product", "产品"),
        "customerName" => T("Customer", "客户"),
        "contactName" => T("Contact", "联系人"),
        "reason" => T("Reason", "原因"),
        "severity" => T("Severity", "级别"),
        "previousSeverity" => T("Severity before", "原级别"),
        "teamName" => T("Team", "团队"),
        "engineerName" => T("Engineer", "工程师"),
        "reassigned" => T("Reassigned", "转派"),
        "tool" => T("Tool", "工具"),
        "from" => T("From", "开始"),
        "to" => T("To", "结束"),
        "place" => T("Place", "地点"),
        "report" => T("Report", "报告"),
        "cause" => T("Cause", "原因分析"),
        "steps" => T("Steps", "处理步骤"),
        "risk" => T("Risk", "风险"),
        "estimatedMinutes" => T("Minutes estimated", "预计时长（分钟）"),
        "trigger" => T("Trigger", "触发"),
        "resolution" => T("Resolution", "解决方案"),
        "wasClosed" => T("Was closed", "曾关闭"),
        "intoNumber" => T("Merged into", "合并至"),
        "expiresAt" => T("Open until", "有效期至"),
        "score" => T("Score", "评分"),
        "solved" => T("Solved", "已解决"),
        "comment" => T("Comment", "评价内容"),
        "note" => T("Note", "备注"),
        "explanation" => T("Why", "依据"),
        "clock" => T("Promise", "承诺"),
        "dueAt" => T("Due", "期限"),
        "state" => T("State", "状态"),
        "template" => T("Notice", "通知"),
        "outcome" => T("Outcome", "结果"),
        "causeCode" => T("Cause code", "原因代码"),
        "faultClass" => T("Fault class", "故障类别"),
        _ => name,
    };
}
