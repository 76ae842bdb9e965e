namespace ServiceMesh.Desk;

/// <summary>What a platform takes as an answer.</summary>
public sealed partial class Words
{
    /// <param name="kind">The platform's name.</param>
    /// <param name="left">How long it still takes answers.</param>
    /// <param name="until">Until when.</param>
    public string WindowOpen(string kind, string left, string until) => T($"{kind} takes answers for another {left}, until {until}.", $"{kind}还可回复 {left}（截至{until}）。");

    public string WindowOver(string kind, string since) => T(
        $"{kind} takes no answer since {since}: nothing sent now would arrive. It opens again with the customer's next message; until then call, or write an e-mail. Notes can be kept.",
        $"{kind}自{since} 起不再接收回复，现在发送无法送达。客户再次发消息后可继续回复；在此之前请致电或发邮件。仍可记录内部备注。");

    public string WindowTemplate(string kind, string since) => T(
        $"{kind} takes no ordinary answer since {since}. What is sent now goes as a template message, which shows only its first words and no files.",
        $"{kind}自{since} 起不再接收普通回复。现在发送将以模板消息送达，只显示开头文字，不含附件。");

    public string NoWayOut(string kind) => T(
        $"{kind}: this channel sends nothing out. Call, or write an e-mail; an administrator can set it up.", $"{kind}：该渠道未启用发送，请致电或发邮件，或联系管理员配置。");

    public string PartSize(int size, bool bytes) => bytes ? T($"{size:N0} bytes", $"{size:N0} 字节") : T($"{size:N0} characters", $"{size:N0} 字符");
    public string GoesInParts => T(" · goes in several messages", " · 将分多条发送");
}
