namespace ServiceMesh.Desk;

/// <summary>Words of the timers of the services.</summary>
public sealed partial class Words
{
    public string EnginesTitle => T("Timers of the services", "各服务的定时器");
    public string EnginesIntro => T("Clocks, reminders and sending hang on them. Each is heard of twice a minute.", "计时、提醒和发送都依赖它们。每个服务每分钟报告两次。");
    public string ServiceWord => T("Service", "服务");
    public string ServiceName(string service) => service switch
    {
        "dispatch" => T("Dispatch", "派单"),
        "insight" => T("Insight", "统计与评价"),
        "intake" => T("Intake", "受理"),
        "notification" => T("Notification", "通知"),
        "sla" => T("Service levels", "服务时限"),
        "survey" => T("Survey", "回访"),
        _ => service,
    };

    public string LastHeardOf => T("Last heard of", "最后响应");
    public string LateByWord => T("Late by", "延迟");
    public string LateBy(double seconds) => seconds < 1 ? "–" : T($"{seconds:0} s", $"{seconds:0} 秒");
    public string NoEngines => T("None has been heard of yet.", "尚未收到任何服务的报告。");
    public string EngineState(string state) => state switch
    {
        "ok" => T("in time", "正常"),
        "late" => T("late", "延迟"),
        "lost" => T("stands still", "已停止"),
        _ => state,
    };
}
