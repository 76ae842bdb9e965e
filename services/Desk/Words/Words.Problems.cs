namespace ServiceMesh.Desk;

/// <summary>What went wrong, as a person says it.</summary>
public sealed partial class Words
{
    /// <summary>A sentence for a problem's stable code; unknown codes fall back to the status.</summary>
    public string Problem(string code, int status) => code switch
    {
        "gateway.unreachable" => T("The service does not answer just now. Nothing was lost; please try again in a moment.", "服务暂时没有响应，数据不会丢失，请稍后再试。"),
        "ticket.illegal-transition" => T("That is not possible in the ticket's present state. A colleague may have been quicker.", "工单当前状态不允许此操作，可能同事已先处理。"),
        "ticket.not-found" => T("There is no such ticket.", "没有这张工单。"),
        "call.has-ticket" => T("This call has a ticket already.", "该来电已有工单。"),
        "request-class.changed" => T("A colleague has changed this class in the meantime. Open it again.", "同事刚修改过此类别，请重新打开。"),
        "request-class.fields" => T("Something about the fields is not right: keys, or the choices.", "字段设置有误：请检查标识或可选项。"),
        "asset.other-product" => T("Equipment and module belong to different products.", "所选设备与模块或产品不一致。"),
        "access.role-missing" => T("Your role does not allow this.", "您的角色没有此权限。"),
        "idempotency.key-reused" => T("This was already sent with another text.", "该内容已用其他文本提交过。"),
        "idempotency.in-progress" => T("This is being saved already.", "正在保存，请勿重复提交。"),
        "request.invalid" => T("Something in the form is missing or too long.", "表单中有内容缺失或过长。"),
        "request.too-large" => T("That is too long.", "内容过长。"),
        "engineer.not-linked" => T("Your account is not linked to an engineer, so you cannot take tickets.", "您的账号未关联工程师，无法认领工单。"),
        "engineer.inactive" => T("This engineer is not active.", "该工程师已停用。"),
        "product.code-taken" => T("Another product has this code.", "该编码已被其他产品使用。"),
        "module.unknown" => T("The product has no such module.", "该产品没有此模块。"),
        "triage.reason-required" => T("Setting the severity by hand needs a reason.", "人工设定级别需要填写原因。"),
        "ticket.closed" => T("This ticket is closed. Reopen it first.", "工单已关闭，请先重新打开。"),
        "form.bad-value" => T("An answer does not look right: a number or a day is wanted.", "有一项填写格式不正确，请检查数字或日期。"),
        "form.missing-field" => T("Something in the form is missing.", "表单有必填项未填写。"),
        "request-class.unknown" => T("This kind of request is not offered any more. Please choose another.", "该请求类型已停用，请重新选择。"),
        "attachment.pending" => T("This file is being looked at for viruses. Please try again in a moment.", "该文件正在查毒，请稍后再试。"),
        "attachment.too-large" => T("This file is too large: 20 MB at most.", "文件过大，最多 20 MB。"),
        "attachment.refused" => T("Programs, web pages and files that are not what their name says are not taken.", "不接受程序、网页或与扩展名不符的文件。"),
        "attachment.infected" => T("A virus was found in this file.", "该文件中发现病毒。"),
        "attachment.too-many" => T("Too many files wait to be sent. Please send or try later.", "待发送的文件过多，请先发送或稍后再试。"),
        "ticket.not-resolved" => T("Only a resolved ticket can be reopened.", "只有已解决的工单才能重新打开。"),
        "phone.invalid" => T("This phone number is not complete. Please add the country code.", "电话号码不完整，请补充国家代码。"),
        "block.value" => T("That is no whole number, address or id.", "不是完整的号码、邮箱或账号。"),
        "block.until" => T("The last day is over already.", "截止日期已过。"),
        "block.exists" => T("That is on the list already.", "已在名单中。"),
        "block.not-found" => T("It is not on the list any more.", "已不在名单中。"),
        "provider.bad-target" or "webhook.bad-target" => T("This address may not be used: https on the public internet is wanted.", "不允许使用此地址：需要公网 https 地址。"),
        "provider.too-many" or "webhook.too-many" => T("There are as many as allowed already.", "数量已达上限。"),
        "provider.too-fast" => T("The provider's limit a minute is used up. Please wait a moment.", "已达服务商每分钟上限，请稍候。"),
        "brand.not-found" or "brand.unknown" => T("There is no such brand.", "没有该品牌。"),
        "brand.too-many" => T("There are as many brands as allowed.", "品牌数量已达上限。"),
        "sender.not-found" => T("It has no sender of its own.", "未设置专用发件人。"),
        "email.off" => T("No mail server is set up.", "未配置邮件服务器。"),
        "template.refused" => T("This wording may not be used.", "此文案不可用。"),
        "template.no-past-event" => NoPast,
        "webhook.disabled" => T("Switch the endpoint on first.", "请先重新启用端点。"),
        "notice.not-found" => T("It cannot be sent again: it did not fail, or its link was for one use only.", "无法重发：未失败，或其链接仅可使用一次。"),
        "preferences.no-account" => T("This is for people who sign in with an account of their own.", "仅适用于使用个人账号登录的人员。"),
        "watch.too-many" => T("You watch as many tickets as allowed.", "关注的工单已达上限。"),
        "announcement.started" => T("It was started before.", "公告已开始发送。"),
        "announcement.unknown-run" => T("One of the runs is not known here.", "所选维护中有未知项。"),
        "announcement.over" => T("It was stopped before.", "公告已停止。"),
        "assignment.skill-missing" => T("The engineer lacks a skill that this work asks for.", "该工程师缺少所需技能。"),
        "assignment.skill-level-missing" => T("The engineer's skill is not at the level that this work asks for.", "该工程师技能未达所需级别。"),
        "assignment.certificate-missing" => T("The engineer lacks a certificate that this work asks for.", "该工程师缺少所需证书。"),
        "assignment.certificate-ended" => T("A certificate that this work asks for has ended, or ends before that day.", "所需证书已到期，或在当天之前到期。"),
        "assignment.customer-avoided" => T("The engineer must not work for this customer.", "该工程师不可服务该客户。"),
        "assignment.full" => T("The engineer has no place free.", "该工程师没有空余名额。"),
        "assignment.reason-required" => T("An exception needs a reason.", "破例需要填写原因。"),
        "visit.not-yours" => T("Only the visit's engineer checks in, or a dispatcher or manager with a reason.", "仅上门工程师本人可签到，调度或主管代签须说明原因。"),
        "visit.reason-required" => T("To check in for somebody else needs a reason.", "代为签到需要填写原因。"),
        "visit.place-required" => T("Please tell where you are, or why not.", "请填写所在地点，或说明无法提供的原因。"),
        "visit.day-full" => T("The engineer has no visit left on that day.", "该工程师当天上门次数已满。"),
        "visit.after-due" => T("That is later than promised on site: a reason is needed.", "晚于承诺的到场时间，请填写原因。"),
        "visit.over" => T("This visit is over.", "该上门已结束。"),
        "visit.not-begun" => T("Check in first.", "请先签到。"),
        "visit.window-invalid" => T("A visit ends after it begins, within 31 days.", "结束须晚于开始，且不超过 31 天。"),
        "visit.not-a-picture" => T("Only PNG, JPEG and WebP pictures are taken.", "仅支持 PNG、JPEG、WebP 图片。"),
        "visit.too-many-files" => T("A visit has at most 20 pictures.", "每次上门最多 20 张图片。"),
        "visit.photo-too-large" => T("A photo has at most 4 MB.", "单张照片不超过 4 MB。"),
        "session.over" => T("This session is over.", "该远程协助已结束。"),
        "record.incomplete" => T("The record is not complete: it cannot be closed yet.", "工单记录不完整，暂不能关闭。"),
        "maintenance.evidence-missing" => T("Something is missing: see the list.", "仍有缺失项，请查看列表。"),
        "maintenance.evidence-locked" => T("That was fixed when the run started, or waits for the start.", "开始前的证据已固定，或需开始后才能填写。"),
        "maintenance.outside-window" => T("The window is not open. Move it if another was agreed.", "不在窗口内；如已另行约定请改期。"),
        "maintenance.not-covered" => T("The contract does not cover it. A manager may let it take place with a reason.", "合同未覆盖，需主管说明原因后执行。"),
        "maintenance.remark-missing" => T("It did not reach what was promised: a remark is needed.", "未达到承诺，请填写备注。"),
        "maintenance.run-ended" => T("This run has ended.", "该维护任务已结束。"),
        "maintenance.started" => T("It has begun already.", "已开始执行。"),
        "maintenance.in-the-past" => T("The new window begins in the past.", "新的窗口早于当前时间。"),
        "maintenance.same-window" => T("That is the window it has.", "与原窗口相同。"),
        "maintenance.plan-ended" => T("The plan has ended.", "该计划已结束。"),
        "maintenance-run.not-found" => T("There is no such run.", "没有这项维护任务。"),
        "maintenance-plan.not-found" => T("There is no such plan.", "没有这项维护计划。"),
        "maintenance.too-many-feeds" => T("There are too many calendar addresses. Withdraw one that nobody reads.", "日历订阅地址过多，请先撤销不用的。"),
        "problem.not-found" => T("There is no such common cause.", "没有该共性问题。"),
        "follow-up.completed" => T("A colleague has already recorded this call.", "同事已记录该回访。"),
        "reprocess.preview-outdated" => T("Calendars or policies were changed since this preview, or it is over a day old. Preview it again.", "预览之后日历或策略有变更，或预览已超过一天，请重新预览。"),
        "reprocess.preview-unfinished" => T("The preview is not done yet.", "预览尚未完成。"),
        "reprocess.preview-required" or "reprocess.preview-unknown" or "reprocess.preview-differs" => T("Preview it first.", "请先预览。"),
        "reprocess.over" or "what-if.not-running" => T("It has ended already.", "任务已结束。"),
        "charge.illegal-transition" or "credit.illegal-transition" => T("It was decided already; a colleague may have been quicker.", "已有决定，可能同事已先处理。"),
        _ => status switch
        {
            400 or 422 => T("The service did not accept this input.", "服务未接受此输入。"),
            401 => T("Your session has ended. Please sign in again.", "会话已结束，请重新登录。"),
            403 => T("Your role does not allow this.", "您的角色没有此权限。"),
            404 => T("That does not exist (any more).", "内容不存在或已被移除。"),
            409 => T("That does not fit the present state. Please look again.", "与当前状态冲突，请刷新后再试。"),
            413 => T("That is too long.", "内容过长。"),
            429 => T("Too many requests. Please wait a moment.", "请求过于频繁，请稍候。"),
            _ => T("The service could not do this just now. Please try again in a moment.", "服务暂时无法完成此操作，请稍后再试。"),
        },
    };

    /// <param name="error">The word that the gateway put into the address.</param>
    public string SignInError(string error) => error switch
    {
        "credentials" => T("E-mail or password is not right.", "邮箱或密码不正确。"),
        "locked" => T("Too many attempts. Please wait a few minutes.", "尝试次数过多，请几分钟后再试。"),
        "unavailable" => T("Sign-in is not available just now. Please try again.", "暂时无法登录，请稍后再试。"),
        _ => T("That did not work. Please check your input and try again.", "未能成功，请检查后重试。"),
    };

    /// <param name="error">The word that the gateway put into the address.</param>
    public string PasswordError(string error) => error switch
    {
        "credentials" => T("The current password is not right.", "当前密码不正确。"),
        "weak" => T("The new password is too short or easily guessed. Use at least 12 characters.", "新密码过短或过于简单，请至少使用 12 个字符。"),
        "same" => T("The new password must differ from the current one.", "新密码不能与当前密码相同。"),
        "locked" => T("Too many attempts. Please wait a few minutes.", "尝试次数过多，请几分钟后再试。"),
        _ => T("That did not work. Please check your input and try again.", "未能成功，请检查后重试。"),
    };

    public string NotFoundTitle => T("This page is not here", "页面不存在");
    public string NotFoundText => T("The link may be incomplete or no longer valid. If it came in a message from us, please use the newest one, or reply to it and we will help.", "链接可能不完整或已失效。如果链接来自我们的消息，请使用最新的一条，或直接回复该消息，我们会为您处理。");
    public string ErrorTitle => T("Just a moment", "请稍候");
    public string ErrorText => T("The service could not show this page right now. Nothing was lost. The page tries again by itself.", "服务暂时无法显示此页面，数据不会丢失，页面会自动重试。");
    public string NoAccessTitle => T("This area is for staff", "此区域仅限工作人员");
    public string NoAccessText => T("Your account has no role that opens it. Customers follow their ticket by the link in our message.", "您的账号没有访问权限。客户可通过我们消息中的链接查看工单进度。");
}
