using ServiceMesh.Contracts;

namespace ServiceMesh.Intake.Calls;

/// <summary>What a ticket made by a call is called, in the tenant's language.</summary>
internal static class CallSubject
{
    /// <summary>For example "Missed call: Li Wei"; without a name or number the caller is unknown. A system that is down comes first.</summary>
    public static string For(TicketKind kind, string? caller, string language, bool systemDown = false)
    {
        var chinese = language.StartsWith("zh", StringComparison.OrdinalIgnoreCase);
        var subject = (kind, chinese) switch
        {
            (TicketKind.Callback, true) => $"未接来电：{caller ?? "未知号码"}",
            (TicketKind.Callback, false) => $"Missed call: {caller ?? "unknown number"}",
            (_, true) => $"来电：{caller ?? "未知号码"}",
            (_, false) => $"Call: {caller ?? "unknown number"}",
        };
        return !systemDown ? subject : chinese ? $"【系统停机】{subject}" : $"System down. {subject}";
    }
}
