namespace ServiceMesh.Desk;

/// <summary>The sign-in and the customer's own page: plain, polite words.</summary>
public sealed partial class Words
{
    public string SignInTitle => T("Sign in", "登录");
    public string SignInIntro => T("After-sales service, kept to its promises.", "让售后服务，说到做到。");
    public string Password => T("Password", "密码");
    public string SignInButton => T("Sign in", "登录");
    public string SignedOut => T("You have signed out.", "您已退出登录。");
    public string PointBoard => T("Every ticket with its clocks, live", "每张工单与时限，实时可见");
    public string PointChannels => T("Hotline, IM, portal and API in one place", "热线、IM、门户与接口，统一受理");
    public string PointPromise => T("Customers see the promise and the progress", "客户随时看到承诺与进度");

    public string ChangePasswordTitle => T("Choose a new password", "设置新密码");
    public string MustChange => T("Please replace the first password before you go on.", "首次登录，请先设置新密码。");
    public string CurrentPassword => T("Current password", "当前密码");
    public string NewPassword => T("New password", "新密码");
    public string NewPasswordHint => T("At least 12 characters; a sentence is a good password.", "至少 12 个字符，一句话就是好密码。");

    public string SignOutTitle => T("Sign out?", "确定退出登录？");
    public string SignOutText => T("You can sign in again at any time.", "您可以随时重新登录。");
    public string StaySignedIn => T("Stay signed in", "保持登录");

    public string ProgressTitle(string number) => T($"Progress of {number}", $"工单 {number} 进度");
    public string YourTicket => T("Your ticket", "您的工单");
    public string StepReceived => T("Received", "已受理");
    public string StepAssigned => T("Assigned", "已分派");
    public string StepInProgress => T("In progress", "处理中");
    public string StepResolved => T("Resolved", "已解决");
    public string StepClosed => T("Closed", "已完结");
    public string CustomerHeadline(string state) => state switch
    {
        "open" => T("We have it and are finding the right person.", "我们已收到，正在为您安排合适的工程师。"),
        "assigned" => T("It is with an engineer, who will start shortly.", "已安排工程师，即将开始处理。"),
        "inProgress" => T("We are working on it.", "我们正在处理。"),
        "waiting" => T("Work is waiting.", "处理暂停，等待中。"),
        "resolved" => T("We believe it is solved. Please tell us if it is not.", "我们认为问题已解决，如仍有问题请告诉我们。"),
        "closed" => T("This ticket is closed. Thank you.", "此工单已完结，感谢您的配合。"),
        "cancelled" => T("This ticket was withdrawn.", "此工单已撤销。"),
        _ => "",
    };

    public string WaitingForYou => T("We need something from you to go on. Please answer below.", "需要您的回复才能继续处理，请在下方回复。");
    public string WaitingForOthers(string? reason) => reason switch
    {
        "waitingForVendor" => T("We are waiting for the manufacturer's answer.", "我们正在等待厂商的答复。"),
        "scheduled" => T("The next step is scheduled for a later time.", "下一步工作已约定时间。"),
        "waitingForEvidence" => T("We are collecting the facts we need.", "我们正在收集所需的信息。"),
        "waitingForProblem" => T("We are waiting for a known fault to be fixed.", "我们正在等待已知问题的修复。"),
        _ => T("Work is waiting.", "处理暂停，等待中。"),
    };

    public string OurPromise => T("What we promise", "我们的承诺");
    public string PromiseRunning(string clock, string at) => clock switch
    {
        "firstResponse" => T($"We answer by {at}", $"我们将在{at} 前回复您"),
        "diagnosis" => T($"We tell you the cause and a plan by {at}", $"我们将在{at} 前告知原因与修复方案"),
        "nextResponse" => T($"We answer your latest message by {at}", $"我们将在{at} 前回复您的最新留言"),
        "update" => T($"We tell you the next news by {at}", $"我们将在{at} 前向您通报进展"),
        "remoteAssistance" => T($"We help remotely by {at}", $"我们将在{at} 前远程协助"),
        "onSiteArrival" => T($"We are on site by {at}", $"我们将在{at} 前到达现场"),
        "either" => T($"We help remotely or are on site by {at}", $"我们将在{at} 前远程协助或到达现场"),
        "resolution" => T($"We solve it by {at}", $"我们将在{at} 前解决问题"),
        _ => T($"{clock} by {at}", $"{clock}：{at} 前"),
    };

    public string PromisePaused(string clock, string left) => clock switch
    {
        "resolution" => T($"The time to solve it stands still; {left} are left when we go on", $"解决时限已暂停，恢复后剩余 {left}"),
        _ => T($"This time stands still; {left} are left when we go on", $"时限已暂停，恢复后剩余 {left}"),
    };

    public string PromiseMet(string clock, string at) => clock switch
    {
        "firstResponse" => T($"We answered {at}", $"已于{at} 回复您"),
        "diagnosis" => T($"We told you the cause and a plan {at}", $"已于{at} 告知原因与修复方案"),
        "nextResponse" => T($"We answered your latest message {at}", $"已于{at} 回复您的最新留言"),
        "update" => T($"We told you the news {at}", $"已于{at} 向您通报进展"),
        "remoteAssistance" => T($"We helped remotely {at}", $"已于{at} 远程协助"),
        "onSiteArrival" => T($"We were on site {at}", $"已于{at} 到达现场"),
        "either" => T($"Help reached you {at}", $"已于{at} 提供协助"),
        "resolution" => T($"We solved it {at}", $"已于{at} 解决"),
        _ => T($"Done {at}", $"已于{at} 完成"),
    };

    public string PromiseMissed(string clock, string at) => clock switch
    {
        "firstResponse" => T($"We should have answered by {at}. We are sorry, and we are on it.", $"我们应在{at} 前回复您，非常抱歉，正在加急处理。"),
        "diagnosis" => T($"We should have given you a plan by {at}. We are sorry, and we are on it.", $"我们应在{at} 前给出方案，非常抱歉，正在加急处理。"),
        "nextResponse" => T($"We should have answered you by {at}. We are sorry, and we are on it.", $"我们应在{at} 前回复您，非常抱歉，正在加急处理。"),
        "update" => T($"We should have told you the news by {at}. We are sorry, and we are on it.", $"我们应在{at} 前通报进展，非常抱歉，正在加急处理。"),
        "onSiteArrival" => T($"We should have been on site by {at}. We are sorry, and we are on it.", $"我们应在{at} 前到达现场，非常抱歉，正在加急处理。"),
        "remoteAssistance" or "either" => T($"We should have helped by {at}. We are sorry, and we are on it.", $"我们应在{at} 前提供协助，非常抱歉，正在加急处理。"),
        "resolution" => T($"We should have solved it by {at}. We are sorry, and we are on it.", $"我们应在{at} 前解决，非常抱歉，正在加急处理。"),
        _ => T($"Promised by {at}, and late. We are sorry.", $"承诺 {at} 前完成，已超时，非常抱歉。"),
    };

    public string PromiseMetLate(string clock, string at) => clock switch
    {
        "firstResponse" => T($"We answered {at}, later than promised", $"已于{at} 回复您，晚于承诺"),
        "diagnosis" => T($"We gave you a plan {at}, later than promised", $"已于{at} 给出方案，晚于承诺"),
        "resolution" => T($"We solved it {at}, later than promised", $"已于{at} 解决，晚于承诺"),
        _ => T($"Done {at}, later than promised", $"已于{at} 完成，晚于承诺"),
    };

    public string InTime(string span) => T($"in {span}", $"还有 {span}");
    public string WaitingSince(string at) => T($"Waiting for you since {at}", $"自{at} 起等待您的回复");
    public string HandledBy(string name) => T($"{name} takes care of it", $"{name} 负责处理");
    public string YourConversation => T("Messages", "沟通记录");
    public string You => T("You", "您");
    public string Us => T("Service team", "服务团队");
    public string YourMessage => T("Write to us", "给我们留言");
    public string YourFiles => T("Pictures or files (up to 5)", "图片或文件（最多 5 个）");
    public string TooManyFiles => T("At most five files at once, please.", "一次最多 5 个文件。");
    public string YourMessageHint => T("Anything that helps: what you see, screenshots' text, when it suits you.", "请描述现象、报错文字，或方便的时间。");
    public string SendMessage => T("Send", "发送");
    public string MessageSent => T("Thank you, your message has reached us.", "感谢，您的消息已收到。");
    public string MessageEmpty => T("Please write something first.", "请先填写内容。");
    public string MessageTooLong => T("That is too long; please keep it under 10,000 characters.", "内容过长，请控制在 10000 字以内。");
    public string MessageFailed => T("Your message could not be sent just now. Please try again.", "消息暂时未能发送，请重试。");
    public string History => T("What happened so far", "处理过程");
    public string UpdatedAt(string at) => T($"As of {at}", $"截至{at}");
    public string KeepLink => T("Keep this link: it opens this page without a password.", "请保存此链接，可随时查看进度，无需密码。");
    public string TimesIn(string zone) => T($"Times in {zone}", $"时间以 {zone} 为准");

    /// <summary>A step by its code; null for one we have no words for.</summary>
    public string? CustomerStep(string? code) => code switch
    {
        "received" => T("We received your report", "已收到您的报修"),
        "assigned" => T("An engineer was assigned", "已安排工程师"),
        "started" => T("Work began", "工程师开始处理"),
        "planned" => T("Cause found, plan made", "已定位原因并制定方案"),
        "waitingForYou" => T("Waiting for your answer", "等待您的回复"),
        "waiting" => T("Work had to wait", "处理暂停"),
        "resumed" => T("Work went on", "继续处理"),
        "resolved" => T("Solved; please check", "问题已解决，请确认"),
        "reopened" => T("Taken up again", "重新处理"),
        "closed" => T("Closed", "已完结"),
        "merged" => T("Joined with another of your tickets", "已与您的另一工单合并"),
        "cancelled" => T("Withdrawn", "已撤销"),
        _ => null,
    };
}
