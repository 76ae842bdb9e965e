namespace ServiceMesh.Desk;

/// <summary>Work taken or given by hand, and what its record lacks.</summary>
public sealed partial class Words
{
    public string AgainstPerson(string name) => T($"What speaks against {name}", $"{name} 不符合以下要求");
    public string NeverPassedOver => T("Nobody works without a certificate that the work asks for.", "缺少必需的有效证书，不可指派。");
    public string PassOverAll => T("Do it all the same; the reason is kept", "破例指派，原因将留存");
    public string AskDispatcher => T("A dispatcher or manager may decide otherwise, with a reason.", "如需破例，请调度或主管说明原因后指派。");
    public string WhyPassedOver => T("Why all the same", "破例原因");
    public string CannotClaim => T("You cannot take this ticket", "您不能认领此工单");
    public string WorkTypeChosen => T("chosen by hand", "人工选定");
    public string WorkTypeWord => T("Support or maintenance", "支持或维护");
    public string WorkTypeLeft => T("As the kind of request says", "按请求类别");

    public string NoPlaceWord => T("No place, because", "无法提供地点的原因");
    public string ForHerWord(string? name) => name is null ? T("Why you check in", "代为签到的原因") : T($"Why you check in for {name}", $"代 {name} 签到的原因");
    public string ForHerHint => T("Only the visit's engineer checks in, or a dispatcher or manager with a reason.", "仅上门工程师本人可签到，调度或主管代签须说明原因。");
    public string CheckedInBy(string name, string reason) => T($"checked in by {name}: {reason}", $"{name} 代签：{reason}");
    public string WithoutPlace(string reason) => T($"no place: {reason}", $"无地点：{reason}");
    public string AllTheSame(string reason) => T($"agreed all the same: {reason}", $"破例约定：{reason}");
    public string NobodyGoesYet => T("nobody is named yet", "尚未指定工程师");

    public string NavIncomplete => T("Incomplete records", "待补全记录");
    public string NavToComplete => T("Records", "待补全");
    public string IncompleteIntro => T("Closed by the customer or by time before the record was complete.", "客户或系统已关闭，但工单记录尚未补全。");
    public string IncompleteEmpty => T("Every record is complete", "记录均已补全");
    public string IncompleteMine => T("Mine", "我的");
    public string ClosedOn(string at) => T($"closed {at}", $"{at} 关闭");
    public string RecordAmend => T("Complete the record", "补全记录");
    public string RecordSaved => T("Record saved.", "记录已保存。");
    public string AcceptRecord => T("Accept it as it is, because", "按现状接受，原因");
    public string EventRecordAmended => T("Record completed", "已补全记录");
    public string EventRecordAccepted => T("Record accepted as it is", "记录按现状接受");
    public string EventClosedWithout(string parts) => T($"The record still lacks: {parts}", $"记录仍缺少：{parts}");
}
