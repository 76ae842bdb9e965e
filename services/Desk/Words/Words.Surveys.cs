namespace ServiceMesh.Desk;

/// <summary>Questions to customers and calls to them.</summary>
public sealed partial class Words
{
    public string NavSurveys => T("Satisfaction", "满意度");
    public string SurveysTitle => T("Answers", "评价");
    public string SurveysIntro => T("What customers answered by themselves, and what they said on the telephone: counted apart.", "客户自行填写的评价与电话回访所得分开统计。");
    public string QuestionnairesTitle => T("Questionnaires", "问卷");
    public string QuestionnairesIntro => T("What is asked about which tickets. A sent invitation keeps its version.", "针对不同工单提出的问题。已发出的邀请沿用原版本。");
    public string SurveyRulesTitle => T("Rules", "规则");
    public string SurveyRulesIntro => T("When customers are asked, how often, by which way, and whom somebody calls.", "何时、以何种频率和渠道邀请评价，以及对哪些客户进行回访。");
    public string LastDays(int days) => T($"Last {days} days", $"最近 {days} 天");
    public string SelfAnswered => T("Answered by customers", "客户自评");
    public string ToldByTelephone => T("Told on the telephone", "电话回访");
    public string AnsweredShare => T("Answered", "回复率");
    public string MeanScore => T("Satisfaction", "满意度");
    public string OfFive => T("of 5", "满分 5 分");
    public string ReallySolved => T("Really solved", "真正解决");
    public string Reached => T("Reached", "已联系上");
    public string GivenUp => T("Given up", "未联系上");
    public string Of(int part, int all) => T($"{part} of {all}", $"{part} / {all}");
    public string Answers(int count) => T(count == 1 ? "1 answer" : $"{count} answers", $"{count} 份");
    public string StateWord => T("State", "状态");
    public string All => T("All", "全部");
    public string NoSurveys => T("Nothing here", "暂无内容");
    public string ShowMore => T("Show more", "显示更多");
    public string ShowQr => T("QR code", "二维码");
    public string QrHint => T("Let the customer scan this with a phone. The link works once, for this ticket only.", "请客户用手机扫码填写。链接仅可用于本工单，提交一次后失效。");
    public string QrUntil(string when) => T($"Works until {when}", $"有效期至 {when}");
    public string GoesOut(string when) => T($"goes out {when}", $"将于 {when} 发送");
    public string SentAt(string when, string way) => T($"sent {when} {way}", $"{when} 已发送 {way}");
    public string Reminded(int times) => T(times == 1 ? "reminded once" : $"reminded {times} times", $"已提醒 {times} 次");

    public string SurveyChannel(string? channel) => channel switch
    {
        "email" => T("E-mail", "邮件"),
        "sms" => T("SMS", "短信"),
        "im" => T("IM", "即时通讯"),
        "chat" => T("Web chat", "网页聊天"),
        "qr" => T("QR code", "二维码"),
        _ => channel ?? "",
    };

    public string SkipReason(string? reason) => reason switch
    {
        "off" => T("surveys were switched off", "满意度调查已停用"),
        "before-activation" => T("closed before surveys began", "关闭时间早于启用时间"),
        "not-in-sample" => T("not in the sample", "未被抽中"),
        "no-address" => T("the customer cannot be reached", "客户没有可用的联系方式"),
        "asked-lately" => T("asked too short a time ago", "近期已邀请过"),
        "asked-too-often" => T("asked often enough within 30 days", "30 天内邀请次数已满"),
        _ => reason ?? "",
    };

    public string QuestionKind(string kind) => kind switch
    {
        "csat" => T("Satisfaction (CSAT, 1–5)", "满意度（CSAT，1–5 分）"),
        "solved" => T("Really solved?", "是否真正解决"),
        "nps" => T("Recommendation (NPS, 0–10)", "推荐意愿（NPS，0–10 分）"),
        "ces" => T("Effort (CES, 1–7)", "费力程度（CES，1–7 分）"),
        "single" => T("One of several", "单选"),
        "multiple" => T("Any of several", "多选"),
        "text" => T("Free text", "文本"),
        _ => kind,
    };

    public string NewQuestionnaire => T("New questionnaire", "新建问卷");
    public string ShippedQuestionnaire => T("Standard questionnaire", "标准问卷");
    public string WhereNoOther => T("Where no other fits", "没有其他匹配问卷时使用");
    public string AllTickets => T("All tickets", "所有工单");
    public string OneProduct => T("One product", "指定产品");
    public string PageTitleWord => T("Heading", "标题");
    public string IntroWord => T("Sentence below it", "说明");
    public string QuestionWord => T("Question", "问题");
    public string HintWord => T("Hint", "提示");
    public string AnswerKey => T("Key", "标识");
    public string QuestionKindWord => T("Kind", "题型");
    public string MustAnswer => T("Must be answered", "必答");
    public string OptionsWord => T("Options", "选项");
    public string AddOption => T("Add an option", "添加选项");
    public string AskedIf => T("Asked only if", "仅在以下情况提问");
    public string AnswersWord => T("has one of these answers", "的答案为其中之一");
    public string AddCondition => T("Add a condition", "添加条件");
    public string AddQuestion => T("Add a question", "添加问题");
    public string RetireQuestionnaire => T("Stop asking it", "停用");
    public string QuestionnaireRetired => T("It is not asked any more.", "问卷已停用。");
    public string SeenByCustomers => T("What customers see", "客户看到的页面");
    public string PreviewStale => T("Some fields need mending; this is the page before.", "部分内容需要修改，以下为修改前的页面。");
    public string LanguageWord => T("Language", "语言");

    public string WhenAsked => T("When customers are asked", "邀请评价");
    public string AskCustomers => T("Ask customers after closing", "工单关闭后邀请客户评价");
    public string DelayWord => T("Delay after closing (minutes)", "关闭后延迟（分钟）");
    public string DelayHint => T("0 asks at once; at most 90 days.", "0 表示立即邀请，最长 90 天。");
    public string RateWord => T("Tickets asked about (%)", "邀请比例（%）");
    public string ThrottleWord => T("Days between two invitations to one person", "同一联系人两次邀请的间隔（天）");
    public string MonthlyWord => T("Invitations to one person in 30 days", "同一联系人 30 天内邀请次数");
    public string ZeroIsNoLimit => T("0: no limit", "0 表示不限");
    public string ExpiryWord => T("Days to answer", "有效期（天）");
    public string RemindersWord => T("Reminders after days", "提醒（第几天）");
    public string RemindersHint => T("Only who got the invitation and did not answer.", "仅提醒已收到邀请且未填写的客户。");
    public string ActiveFromWord => T("For tickets closed from", "仅限此时间之后关闭的工单");
    public string ActiveFromHint => T("Older tickets are not asked about.", "更早关闭的工单不会被邀请评价。");
    public string WaysWord => T("Ways", "渠道");
    public string WaysInOrder(string order) => T($"The first that reaches the customer: {order}", $"按顺序使用第一个可送达的渠道：{order}");
    public string WhenCalled => T("When somebody calls", "电话回访");
    public string LowScoreWord => T("After a score up to", "评分不高于");
    public string LowScoreHint => T("\"Not solved\" always leads to a call. 0: scores never do.", "“未解决”总会产生回访。0 表示不按评分回访。");
    public string CallSeverityWord => T("After tickets of severity", "按工单级别回访");
    public string Never => T("never", "不回访");
    public string SampleWord => T("Sample of all tickets (%)", "抽样比例（%）");
    public string WithinWord => T("Within working hours", "时限（工作小时）");
    public string AttemptsWord => T("Calls until unreachable", "最多拨打次数");
    public string AgainWord => T("Again after working hours", "再次拨打间隔（工作小时）");
    public string ScriptWord => T("Script", "回访话术");
    public string WhichAsked => T("Which one is asked?", "会使用哪份问卷？");
    public string OtherwiseAsked => T("Otherwise:", "其次：");

    public string ChosenBy(IReadOnlyList<string> by) => by.Count == 0 ? T("for all tickets", "适用于所有工单") : T("by ", "依据：") + string.Join(ListComma, by.Select(b => b switch
    {
        "product" => T("product", "产品"),
        "workType" => T("kind of work", "工作类型"),
        "brand" => T("brand", "品牌"),
        _ => b,
    }));

    public string ScriptHint => T("{contact}, {number}, {subject} and {brand} stand for the ticket's.", "{contact}、{number}、{subject}、{brand} 会替换为工单内容。");
    public string CallHours => T("Working hours", "工作时间");
    public string HolidaysWord => T("Holidays", "节假日");
    public string SpecialDaysWord => T("Days with other hours", "特殊工作日（调休）");
    public string RulesSaved => T("The rules are saved.", "规则已保存。");

    public string SatisfiedWord => T("Satisfied? (1–5)", "满意度（1–5 分）");
    public string RecommendWord => T("Would recommend? (0–10)", "推荐意愿（0–10 分）");
    public string ReopenNow => T("Reopen the ticket now", "立即重新打开工单");
    public string CallNumber(int call, int most) => T($"Call {call} of {most}", $"第 {call} 次，共 {most} 次");
    public string CallsMade(int calls) => T(calls == 1 ? "1 call made" : $"{calls} calls made", $"已拨打 {calls} 次");
    public string WithManager => T("With the manager", "已升级给经理");
    public string FollowUpReopened => T("The call is recorded and the ticket reopened.", "回访已记录，工单已重新打开。");
}
