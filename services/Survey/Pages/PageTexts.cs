namespace ServiceMesh.Survey.Pages;

/// <summary>The words of the pages in one language.</summary>
internal sealed record PageTexts
{
    public required string Lang { get; init; }

    /// <summary>What the scores 1 to 5 mean.</summary>
    public required IReadOnlyList<string> Scores { get; init; }

    /// <summary>The ends of the scale from 0 to 10.</summary>
    public required (string Low, string High) NpsEnds { get; init; }

    /// <summary>The ends of the scale from 1 to 7.</summary>
    public required (string Low, string High) CesEnds { get; init; }
    public required string Yes { get; init; }
    public required string No { get; init; }
    public required string Optional { get; init; }
    public required string Send { get; init; }
    public required string Privacy { get; init; }
    public required string FaultsTitle { get; init; }
    public required string MissingFault { get; init; }
    public required string NotOfferedFault { get; init; }
    public required string TooLongFault { get; init; }

    /// <summary>The subject of the ticket that a preview shows.</summary>
    public required string SampleSubject { get; init; }
    public required (string Title, string Text) Thanks { get; init; }
    public required (string Title, string Text) ThanksAndCall { get; init; }
    public required (string Title, string Text) Already { get; init; }
    public required (string Title, string Text) Expired { get; init; }
    public required (string Title, string Text) Withdrawn { get; init; }

    /// <summary>Withdrawn, and not because the ticket was reopened: it went to somebody by mistake, for example.</summary>
    public required (string Title, string Text) Recalled { get; init; }
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
        Scores = ["Very bad", "Bad", "All right", "Good", "Very good"],
        NpsEnds = ("Not at all likely", "Very likely"),
        CesEnds = ("Very hard", "Very easy"),
        Yes = "Yes, it is solved",
        No = "No, not yet",
        Optional = "optional",
        Send = "Send answer",
        Privacy = "Your answer helps the team that looked after your request. The link is meant for you and counts one answer.",
        FaultsTitle = "Something is missing:",
        MissingFault = "Please answer this question.",
        NotOfferedFault = "Please choose one of the answers.",
        TooLongFault = "Please shorten your text to 2,000 characters.",
        SampleSubject = "The invoice printer does not print",
        Thanks = ("Thank you!", "Your answer has arrived. It helps us to do better."),
        ThanksAndCall = ("Thank you for being frank", "We are sorry that it did not go well. Somebody will contact you soon to put it right."),
        Already = ("You have already answered", "Thank you, we have the answer. The link counts once, also when it was passed on: there is nothing more to do."),
        Expired = ("This survey has ended", "The time for answering is over. If you need us, please open a new request: we are glad to help."),
        Withdrawn = ("We are still working on it", "Your request was reopened, so it is too early to ask. You will hear from us when it is solved."),
        Recalled = ("This survey was withdrawn", "You need not answer it any more. If you need us, please open a new request: we are glad to help."),
        Unreadable = ("That did not work", "We could not read your answer. Please open the link from our message again."),
    };

    public static PageTexts Chinese { get; } = new()
    {
        Lang = "zh-CN",
        Scores = ["很不满意", "不满意", "一般", "满意", "很满意"],
        NpsEnds = ("完全不可能", "非常可能"),
        CesEnds = ("非常费力", "非常轻松"),
        Yes = "是，已经解决",
        No = "没有，还存在问题",
        Optional = "选填",
        Send = "提交评价",
        Privacy = "您的回答将帮助处理您请求的服务团队改进工作。本链接仅供您本人使用，只计一次回答。",
        FaultsTitle = "还有内容需要填写：",
        MissingFault = "请回答这个问题。",
        NotOfferedFault = "请从给出的答案中选择。",
        TooLongFault = "请将内容缩短到 2000 字以内。",
        SampleSubject = "发票打印机无法打印",
        Thanks = ("谢谢您！", "我们已收到您的评价，它会帮助我们改进服务。"),
        ThanksAndCall = ("感谢您的坦诚", "很抱歉没有让您满意。我们会尽快与您联系，继续为您解决。"),
        Already = ("您已经评价过了", "谢谢，我们已收到评价。每个链接只计一次，转发后也一样，无需再做任何操作。"),
        Expired = ("本次评价已结束", "评价的有效期已过。如果还需要帮助，请提交新的服务请求，我们随时为您服务。"),
        Withdrawn = ("我们仍在处理", "您的请求已重新打开，现在评价还太早。解决后我们会再与您联系。"),
        Recalled = ("本次评价已撤回", "您无需再填写。如果还需要帮助，请提交新的服务请求，我们随时为您服务。"),
        Unreadable = ("提交没有成功", "我们无法读取您的回答，请从我们消息中的链接重新打开本页。"),
    };
}
