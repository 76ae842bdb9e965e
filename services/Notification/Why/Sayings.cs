using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Why;

/// <summary>Rules and reasons in words.</summary>
internal static class Sayings
{
    public static Said Held { get; } = new("It waits for your digest: your quiet hours or your interval are not over.", "正在等待摘要：免打扰时段或汇总间隔尚未结束。");

    /// <summary>Until when stands beside it.</summary>
    public static Said RateLimited { get; } = new("It waits for the limit of its provider: no more may be sent just now.", "正在等待服务商的发送限额恢复，暂时不能继续发送。");

    public static Said Pending { get; } = new("It waits a moment for an event that may come with it.", "正在等待可能随之到来的事件。");

    public static Said Because(string audience) => audience switch
    {
        Audience.Customer => new("You reported the ticket.", "您是该工单的报告人。"),
        Audience.Engineer => new("The ticket was yours, or was offered to you.", "该工单由您负责，或曾请您接单。"),
        Audience.Manager => new("You have the role manager.", "您拥有经理角色。"),
        Audience.OnCall => new("You were on call and were paged.", "您当时值班并被呼叫。"),
        Audience.Watcher => new("You watch the ticket.", "您关注了该工单。"),
        Audience.Colleague => new("A rule tells everybody with the role engineer.", "按规则通知所有工程师。"),
        Audience.Team => new("A rule tells the members of your team.", "按规则通知您所在团队的成员。"),
        _ => new($"You have the role {audience}.", $"您拥有 {audience} 角色。"),
    };

    public static Said Reason(string reason) => reason switch
    {
        DropReason.NoAddress => new("There was no address.", "没有可用的地址。"),
        DropReason.BadAddress => new("The address cannot be one.", "地址格式无效。"),
        DropReason.ChannelOff => new("The channel is not set up, or was switched off.", "该渠道未配置或已停用。"),
        DropReason.NoLongerTrue => new("When it would have gone out it was no longer true.", "发送时内容已不再成立。"),
        DropReason.EndpointOff => new("The endpoint was switched off.", "该端点已停用。"),
        DropReason.PreferenceOff => new("Your preferences say so.", "根据您的偏好设置。"),
        DropReason.Suppressed => new("Mail to this address came back, or its owner asked for none.", "该地址曾退信，或其所有者要求不再接收。"),
        DropReason.Paged => new("You were paged for the same.", "您已因同一事项被呼叫。"),
        DropReason.InDigest => new("It is a line of your digest.", "已并入您的摘要。"),
        DropReason.Stopped => new("The announcement was stopped.", "公告已停止发送。"),
        _ => new($"It could not be delivered: {reason}.", $"未能送达：{reason}。"),
    };

    /// <summary>What is known of a message that was sent, and what its channel never tells.</summary>
    public static Said Known(string channel, string reached) => (channel, reached) switch
    {
        (DeliveryChannels.InApp, Reached.Opened) => new("You have read it in the Desk.", "您已在工作台中阅读。"),
        (DeliveryChannels.InApp, _) => new("It is in your list in the Desk.", "已在您的工作台通知列表中。"),
        (DeliveryChannels.Email, Reached.Opened) => new("Your mail system says that it was opened.", "邮件系统回执显示已打开。"),
        (DeliveryChannels.Email, _) => new("The mail server took it. Whether it was read is not known: our mails hold no tracking pixel.", "邮件服务器已接收。我们的邮件不含跟踪像素，无法得知是否已读。"),
        (_, Reached.Opened) => new("It was read.", "已被阅读。"),
        (_, Reached.Answered) => new("The call was answered.", "电话已接听。"),
        (_, Reached.Delivered) => new("The provider says that it arrived.", "服务商回执显示已送达。"),
        (DeliveryChannels.Voice, _) => new("The provider took the call; it has not said that it was answered.", "服务商已受理呼叫，尚无接听回执。"),
        (DeliveryChannels.Sms, _) => new("The provider took it; it has not said that it arrived.", "服务商已接收，尚无送达回执。"),
        (DeliveryChannels.Im, _) => new("The platform took it; it does not tell whether it was read.", "会话平台已接收；该平台不提供已读状态。"),
        _ => new("It was taken; nothing more is told.", "对方已接收，不提供进一步状态。"),
    };

    public static Said NotFor(IReadOnlyList<string> audiences) => new(
        $"It was for: {string.Join(", ", audiences.Distinct())}. None of these fits you.", $"该通知面向：{string.Join("、", audiences.Distinct())}，与您不符。");
}
