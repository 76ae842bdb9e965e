namespace ServiceMesh.Desk;

/// <summary>Help from afar and on site, and common causes.</summary>
public sealed partial class Words
{
    public string OnSiteTitle => T("On site and remote", "上门与远程");
    public string OnSiteEmpty => T("No visit and no remote session yet.", "还没有上门或远程协助。");
    public string RemoteBegin => T("Start a remote session", "开始远程协助");
    public string RemoteTool => T("Tool", "工具");
    public string RemoteLink => T("Where it is joined (https link)", "加入链接（https）");
    public string RemoteJoin => T("Join", "加入");
    public string RemoteEnd => T("End it", "结束");
    public string RemoteLog => T("What was done", "处理过程");
    public string RemoteRunning(string since) => T($"remote session since {since}", $"远程协助自 {since} 开始");
    public string RemoteLasted(string span) => T($"remote session, {span}", $"远程协助，历时 {span}");
    public string VisitAgree => T("Agree on a visit", "约定上门");
    public string VisitMove => T("Change", "改约");
    public string VisitArrive => T("Check in", "签到");
    public string VisitReport => T("Report", "填写报告");
    public string VisitPictures => T("Photos and signature", "照片与签字");
    public string VisitCall => T("Call off", "取消上门");
    public string VisitCancelAsk => T("Why is the visit called off?", "为什么取消上门？");
    public string VisitState(string state) => state switch
    {
        "agreed" => T("agreed", "已约定"),
        "arrived" => T("on site", "已到场"),
        "done" => T("done", "已完成"),
        "cancelled" => T("called off", "已取消"),
        _ => state,
    };

    public string PromisedOnSite(string at) => T($"Somebody is promised on site by {at}.", $"承诺 {at} 前到场。");
    public string PromisedSameDay(string by, string zone) => T($"Same-day promise: somebody is on site {by} (the customer's zone, {zone}).", $"当天到场承诺：{by}前到场（客户时区 {zone}）。");
    public string SameDayCutoff(string at) => at == "24:00" ? T("Reports count for their day all day long.", "全天报修均计入当天。") : T($"Reports until {at} count for their day, later ones for the next.", $"{at} 前报修计入当天，之后计入下一个工作日。");
    public string OnYourClock(string at) => T($"On your clock: {at}.", $"您的时间：{at}。");
    public string ByTime(string day, string time) => T($"{day} by {time}", $"{day} {time} ");
    public string LaterThanPromised => T("That is later than promised: a reason is needed that the customer agreed to.", "晚于承诺时间，需填写客户认可的原因。");
    public string LateReasonWord => T("Why later than promised", "晚于承诺的原因");
    public string VisitsThatDay(string name, int n, int? most) => most is { } limit ? T($"{name} has {n} of {limit} visits that day.", $"{name} 当天已有 {n} / {limit} 次上门。") : T($"{name} has {n} visits that day.", $"{name} 当天已有 {n} 次上门。");
    public string DayIsFull => T("The day is full.", "当天已满。");
    public string ToWord => T("To", "结束");
    public string PlaceWord => T("Place", "地点");
    public string PartsWord => T("Parts to take along, one a line", "携带备件，每行一项");
    public string PartsUsedWord => T("Parts used, one a line", "使用备件，每行一项");
    public string PartsShort(string parts) => T($"parts: {parts}", $"备件：{parts}");
    public string TravelWord => T("Way there (minutes)", "路程（分钟）");
    public string TravelShort(string span) => T($"{span} on the way", $"路程 {span}");
    public string LeaveBy(string at) => T($"leave by {at}", $"{at} 前出发");
    public string WhereAreYou => T("Use this device's position", "使用设备定位");
    public string PositionTaken(string at) => T($"Position taken: {at}", $"已定位：{at}");
    public string PositionRefused => T("No position from this device. Please type where you are.", "无法获取设备定位，请输入所在地点。");
    public string CheckInPlace => T("Where you are", "所在地点");
    public string CheckInHint => T("The time is taken when you press the button; it meets the promise to arrive.", "时间以点击签到为准，用于满足到场承诺。");
    public string ArrivedAtPlace(string at, string? place) => place is null ? T($"checked in {at}", $"{at} 签到") : T($"checked in {at}, {place}", $"{at} 签到，{place}");
    public string MetresAway(string metres) => T($"{metres} m from the agreed place", $"距约定地点 {metres} 米");
    public string ReportWord => T("What was found and done", "现场情况与处理结果");
    public string SignedByWord => T("Signed by (customer's name)", "客户签字人姓名");
    public string SignedByShort(string name) => T($"signed by {name}", $"{name} 签字");
    public string SignHere => T("Sign here, or type the name below", "请在此签字，或在下方填写姓名");
    public string SignClear => T("Clear", "清除");
    public string SignatureWord => T("Signature", "签字");
    public string AddPhotos => T("Add photos", "添加照片");
    public string PhotoTooLarge => T("A photo has at most 4 MB.", "单张照片不超过 4 MB。");
    public string PhotoOf(string at) => T($"Photo of {at}", $"{at} 的照片");
    public string FinishVisit => T("Finish the visit", "完成上门");
    public string VisitSaved => T("Visit saved.", "上门已保存。");
    public string CheckedIn => T("Checked in.", "签到成功。");

    public string NavMyDay => T("My day", "我的一天");
    public string MyDayTitle => T("My day", "我的一天");
    public string MyDayIntro => T("Visits and maintenance in order.", "按时间排列的上门与维护任务。");
    public string MyDayEmpty => T("Nothing is agreed for this day", "当天没有安排");
    public string DayBefore => T("Day before", "前一天");
    public string DayAfter => T("Day after", "后一天");
    public string OpenTicket => T("Open the ticket", "打开工单");
    public string ShowWay => T("Show the way", "导航");

    public string NavProblems => T("Common causes", "共性问题");
    public string ProblemsIntro => T("Many tickets, one cause: what helps now, and what will end it.", "多张工单、同一根因：当前绕行办法与最终解决方案。");
    public string ProblemsEmpty => T("No common cause is known", "没有已知的共性问题");
    public string ProblemTitleWord => T("What is wrong", "问题");
    public string ProblemCause => T("Cause", "根因");
    public string ProblemWorkaround => T("What helps until then", "绕行办法");
    public string ProblemSolution => T("What ends it", "最终解决方案");
    public string ProblemSolved => T("The cause is gone", "根因已消除");
    public string ProblemTickets(int all, int open) => T($"{all} tickets, {open} open", $"{all} 张工单，{open} 张未完成");
    public string ProblemNew => T("New common cause", "新建共性问题");
    public string ProblemLink => T("Common cause", "关联共性问题");
    public string ProblemNone => T("Put down to none", "不关联");
    public string ProblemChoose => T("Which cause is behind this ticket?", "该工单属于哪个共性问题？");
    public string PutDownTo => T("Put down to", "归因于");
    public string ProblemSaved => T("Saved.", "已保存。");
    public string SecondRepairBanner(string number) => T($"Second repair: {number} had solved this fault.", $"返修：{number} 曾修复过同类故障。");
    public string ModuleWord => T("Module", "模块");
    public string ChooseModule => T("Which part of the product", "选择产品模块");
    public string FaultClassWord => T("Fault class", "故障类别");
    public string CauseCodeWord => T("Cause code", "原因代码");
    public string BeforeClosing => T("Before closing", "关闭之前");
    public string CloseIncomplete(int percent) => T($"The record is {percent} % complete. It still lacks:", $"工单记录完整度 {percent}%，仍缺少：");
    public string CloseEnforced => T("It cannot be closed before that.", "补全之前无法关闭。");
    public string CloseAnyway => T("Close all the same", "仍然关闭");
}
