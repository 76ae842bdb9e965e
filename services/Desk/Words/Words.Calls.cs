namespace ServiceMesh.Desk;

/// <summary>Calls, before and after they are answered.</summary>
public sealed partial class Words
{
    public string CallTaken(string queue, string? by) => by is null ? T($"Call on {queue}, answered:", $"{queue} 来电，已接听：") : T($"Call on {queue}, answered by {by}:", $"{queue} 来电，{by} 已接听：");
    public string OpenCallTicket(string number) => T($"Open {number}", $"打开 {number}");
    public string ForCall(string? caller) => caller is null ? T("For the call that rings", "正在响铃的来电") : T($"For the call of {caller}", $"来电：{caller}");
    public string CallFrom => T("Caller", "来电号码");
    public string AnsweredBy => T("Answered by", "接听人");
    public string CallLasted => T("Duration", "通话时长");
    public string CallEndWord => T("End", "结束原因");
    public string Voicemail => T("Message left", "留言");
    public string Recording => T("Recording", "录音");
    public string OpenSound => T("Open", "打开");
    public string RemovedByRetention(string when) => T($"removed by retention, {when}", $"已按保留期限清除，{when}");

    /// <summary>Why a call ended; a telephone system's own word stays as it is.</summary>
    public string CallCause(string cause) => cause switch
    {
        "caller-hung-up" => T("the caller hung up", "来电者挂断"),
        "completed" or "normal-clearing" => T("hung up", "正常挂断"),
        "no-answer" => T("nobody answered", "无人接听"),
        "busy" => T("busy", "忙线"),
        "failed" => T("the line failed", "线路故障"),
        "canceled" => T("hung up before it was answered", "接听前挂断"),
        "end-not-told" => T("the telephone system never told the end", "电话系统未通知结束"),
        _ => cause,
    };
}
