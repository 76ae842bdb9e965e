namespace ServiceMesh.Desk;

/// <summary>The customers' own pages: plain, polite words.</summary>
public sealed partial class Words
{
    public string PortalName => T("Service portal", "服务门户");
    public string MyTickets => T("My tickets", "我的工单");
    public string NewRequest => T("New request", "提交请求");
    public string YourAccount => T("Your account", "您的账号");
    public string BackToMyTickets => T("Back to my tickets", "返回我的工单");

    // The list
    public string FindTicket => T("Find", "查找");
    public string FindTicketHint => T("Number or subject", "工单号或主题");
    public string WhichOwnTickets => T("Which tickets", "工单范围");
    public string ShowOpen => T("Open", "处理中");
    public string ShowClosed => T("Closed", "已完结");
    public string ShowAllTickets => T("All", "全部");
    public string WhoseTickets => T("Whose tickets", "提交人范围");
    public string WhoseAll => T("Our organisation's", "本单位的");
    public string WhoseMine => T("Only mine", "仅我提交的");
    public string NoTicketFits => T("No ticket fits.", "没有符合条件的工单。");
    public string NoOpenTickets => T("Nothing is open.", "没有处理中的工单。");
    public string NoTicketsYet => T("There are no tickets.", "暂无工单。");
    public string OlderTickets => T("Older tickets", "更早的工单");
    public string ReportedWho(string name, string at) => T($"{name}, {at}", $"{name} 提交于 {at}");
    public string ReportedAt(string at) => T($"Reported {at}", $"提交于 {at}");

    /// <summary>Where a ticket stands, in few words.</summary>
    public string CustomerState(string state, string? waitingFor) => state switch
    {
        "open" => T("Received", "已受理"),
        "assigned" => T("With an engineer", "已安排工程师"),
        "inProgress" => T("Being worked on", "处理中"),
        "waiting" when waitingFor is "waitingForCustomer" or "waitingForEvidence" => T("Waiting for you", "等待您的回复"),
        "waiting" => T("Waiting", "等待中"),
        "resolved" => T("Solved, please check", "已解决，请确认"),
        "closed" => T("Closed", "已完结"),
        "cancelled" => T("Withdrawn", "已撤销"),
        _ => state,
    };

    // One ticket
    public string RequestTaken(string number) => T($"Thank you, we have your request. Its number is {number}.", $"感谢，我们已收到您的请求，编号 {number}。");

    /// <param name="what"><c>close</c> or <c>reopen</c>.</param>
    public string AskedFor(string what) => what == "reopen"
        ? T("Thank you for telling us. We take it up again.", "感谢告知，我们将重新处理。")
        : T("Thank you. The ticket is being closed.", "感谢您的确认，工单即将关闭。");

    public string GoesOnIn => T("This ticket was joined with another; the work goes on in", "此工单已合并，后续处理请见");
    public string GoesOnFrom => T("Goes on from", "延续自工单");
    public string TicketIsOver => T("This ticket is over and takes no messages any more.", "此工单已结束，不再接收消息。");
    public string NewRequestAfter => T("New request that goes on from it", "提交后续请求");
    public string AboutIt => T("What it is about", "工单信息");
    public string YourEquipment => T("Your equipment", "您的设备");
    public string ReportedWord => T("Reported", "提交");
    public string FileRemoved => T("no longer kept", "已删除");

    public string IsItSolved => T("Is it solved?", "问题解决了吗？");
    public string NotSolvedAfterAll => T("Not solved after all?", "问题仍未解决？");
    public string ReopenUntil(string at) => T($"You can have it taken up again until {at}.", $"可在{at} 前要求重新处理。");
    public string SolvedThanks => T("Yes, thank you: close it", "已解决，谢谢，关闭工单");
    public string SolvedMeanwhile => T("It is solved meanwhile: close it", "问题已自行解决，关闭工单");
    public string WhatIsStillWrong => T("What is still wrong", "仍存在的问题");
    public string NotSolvedAgain => T("No, take it up again", "未解决，重新处理");
    public string ReplyReopens => T("A message takes the ticket up again.", "发送消息将重新打开工单。");

    // A new request
    public string WhatIsItAbout => T("What is it about?", "请选择请求类型");
    public string SomethingElse => T("Something else", "更换类型");
    public string AgainSubject(string subject) => T($"Again: {subject}", $"再次出现：{subject}");
    public string YourSubjectHint => T("In one line: what is wrong, or what you need", "用一句话说明问题或需求");
    public string SystemDown => T("The system is down, or production stands still", "系统停机或生产停滞");
    public string SystemDownHint => T("We then treat it as an emergency.", "我们将按紧急情况处理。");
    public string WhichProduct => T("Equipment or product", "设备或产品");
    public string SendRequest => T("Send the request", "提交请求");
    public string MissingIn(string label) => T($"Please fill in: {label}", $"请填写：{label}");
}
