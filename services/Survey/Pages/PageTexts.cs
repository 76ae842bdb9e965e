namespace ServiceMesh.Survey.Pages;

/// <summary>The words of the pages in one language.</summary>
internal sealed record PageTexts
{
    public required string Lang { get; init; }
    public required string Title { get; init; }
    public required string Intro { get; init; }
    public required string ScoreQuestion { get; init; }

    /// <summary>What the scores 1 to 5 mean.</summary>
    public required IReadOnlyList<string> Scores { get; init; }
    public required string SolvedQuestion { get; init; }
    public required string Yes { get; init; }
    public required string No { get; init; }
    public required string CommentQuestion { get; init; }
    public required string CommentHint { get; init; }
    public required string Send { get; init; }
    public required string Privacy { get; init; }
    public required string FaultsTitle { get; init; }
    public required string ScoreFault { get; init; }
    public required string SolvedFault { get; init; }
    public required string CommentFault { get; init; }
    public required (string Title, string Text) Thanks { get; init; }
    public required (string Title, string Text) ThanksAndCall { get; init; }
    public required (string Title, string Text) Already { get; init; }
    public required (string Title, string Text) Expired { get; init; }
    public required (string Title, string Text) Withdrawn { get; init; }
    public required (string Title, string Text) Unreadable { get; init; }

    /// <summary>The texts for a BCP 47 tag, falling back to the tenant's first language that has some.</summary>
    public static PageTexts For(string language, IReadOnlyList<string> tenantLanguages) =>
        Find(language) ?? tenantLanguages.Select(Find).FirstOrDefault(t => t is not null) ?? English;

    private static PageTexts? Find(string tag) => tag.Split('-', '_')[0].ToUpperInvariant() switch
    {
        "ZH" => Chinese,
        "EN" => English,
        _ => null,
    };

    public static PageTexts English { get; } = new()
    {
        Lang = "en",
        Title = "How did we do?",
        Intro = "Two questions, less than a minute. Thank you for your time.",
        ScoreQuestion = "How satisfied are you with our service?",
        Scores = ["Very bad", "Bad", "All right", "Good", "Very good"],
        SolvedQuestion = "Is your problem really solved?",
        Yes = "Yes, it is solved",
        No = "No, not yet",
        CommentQuestion = "Anything you want to tell us?",
        CommentHint = "Optional, at most 2,000 characters.",
        Send = "Send answer",
        Privacy = "Your answer helps the team that looked after your request.",
        FaultsTitle = "Something is missing:",
        ScoreFault = "Please choose how satisfied you are.",
        SolvedFault = "Please tell us whether the problem is solved.",
        CommentFault = "Please shorten your comment to 2,000 characters.",
        Thanks = ("Thank you!", "Your answer has arrived. It helps us to do better."),
        ThanksAndCall = ("Thank you for being frank", "We are sorry that it did not go well. Somebody will contact you soon to put it right."),
        Already = ("You have already answered", "Thank you, we have your answer. There is nothing more to do."),
        Expired = ("This survey has ended", "The time for answering is over. If you need us, please open a new request: we are glad to help."),
        Withdrawn = ("We are still working on it", "Your request was reopened, so it is too early to ask. You will hear from us when it is solved."),
        Unreadable = ("That did not work", "We could not read your answer. Please open the link from your e-mail again."),
    };

    public static PageTexts Chinese { get; } = new()
    {
        Lang = "zh-CN",
        Title = "请评价我们的服务",
        Intro = "只有两个问题，不到一分钟。感谢您的时间。",
        ScoreQuestion = "您对本次服务满意吗？",
        Scores = ["很不满意", "不满意", "一般", "满意", "很满意"],
        SolvedQuestion = "问题真的解决了吗？",
        Yes = "是，已经解决",
        No = "没有，还存在问题",
        CommentQuestion = "还有什么想告诉我们的？",
        CommentHint = "选填，最多 2000 字。",
        Send = "提交评价",
        Privacy = "您的回答将帮助处理您请求的服务团队改进工作。",
        FaultsTitle = "还有内容需要填写：",
        ScoreFault = "请选择满意程度。",
        SolvedFault = "请告诉我们问题是否已经解决。",
        CommentFault = "请将意见缩短到 2000 字以内。",
        Thanks = ("谢谢您！", "我们已收到您的评价，它会帮助我们改进服务。"),
        ThanksAndCall = ("感谢您的坦诚", "很抱歉没有让您满意。我们会尽快与您联系，继续为您解决。"),
        Already = ("您已经评价过了", "谢谢，我们已收到您的评价，无需再做任何操作。"),
        Expired = ("本次评价已结束", "评价的有效期已过。如果还需要帮助，请提交新的服务请求，我们随时为您服务。"),
        Withdrawn = ("我们仍在处理", "您的请求已重新打开，现在评价还太早。解决后我们会再与您联系。"),
        Unreadable = ("提交没有成功", "我们无法读取您的回答，请从邮件中的链接重新打开本页。"),
    };
}
