namespace ServiceMesh.Dispatch.Progress;

/// <summary>The steps in the customer's language: Chinese for <c>zh</c> tags, English for all others.</summary>
internal static class ProgressWords
{
    public static string Of(string code, string language)
    {
        var (chinese, english) = code switch
        {
            "received" => ("我们已收到您的报修。", "We received your report."),
            "assigned" => ("已安排工程师处理。", "An engineer was assigned."),
            "started" => ("工程师已开始处理。", "The engineer started to work on it."),
            "planned" => ("已找到原因并给出处理方案。", "The cause was found and a plan made."),
            "waitingForYou" => ("我们在等待您的回复。", "We are waiting for your answer."),
            "waiting" => ("暂时等待中，原因不在您这边。", "The work has to wait; nothing is needed from you."),
            "resumed" => ("已继续处理。", "The work goes on."),
            "resolved" => ("问题已解决，请您确认。", "The problem was solved. Please check."),
            "reopened" => ("已重新处理。", "The work was taken up again."),
            "closed" => ("工单已关闭。", "The ticket was closed."),
            "merged" => ("此工单已与您的另一工单合并，将在那里继续处理。", "This ticket was joined with another of yours; the work goes on there."),
            "cancelled" => ("工单已取消。", "The ticket was cancelled."),
            _ => throw new ArgumentOutOfRangeException(nameof(code)),
        };
        return language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? chinese : english;
    }
}
