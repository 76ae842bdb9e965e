namespace ServiceMesh.Desk;

public sealed record TextShape(string? Zh, string? En)
{
    public string In(Words w) => (w.Tag == "en" ? En : Zh) ?? "";
}

public sealed record OptionShape(string Key, TextShape Text);

public sealed record ConditionShape(string Question, IReadOnlyList<string> Answers);

public sealed record QuestionShape
{
    public string Key { get; init; } = "";
    public string Kind { get; init; } = "";
    public TextShape? Text { get; init; }
    public TextShape? Hint { get; init; }
    public bool Required { get; init; }
    public IReadOnlyList<OptionShape>? Options { get; init; }
    public IReadOnlyList<ConditionShape>? ShowIf { get; init; }
}

public sealed record BodyShape
{
    public TextShape? Title { get; init; }
    public TextShape? Intro { get; init; }
    public IReadOnlyList<QuestionShape> Questions { get; init; } = [];
}

public sealed record QuestionnaireShape
{
    public Guid Id { get; init; }
    public int Version { get; init; }
    public string Name { get; init; } = "";
    public string? WorkType { get; init; }
    public Guid? ProductId { get; init; }
    public string? Brand { get; init; }
    public BodyShape Body { get; init; } = new();
    public bool Shipped { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public string? CreatedBy { get; init; }
}

public sealed record PreviewShape(string Html, int Bytes);

public sealed record QrShape(string Svg, DateTimeOffset ExpiresAt);

public sealed record SelfShape(int Sent, int Answered, double? Score, double? SolvedShare, double? Nps, int NpsAnswers);

public sealed record CallsShape(int Due, int Reached, int Unreachable, double? Score, double? SolvedShare, double? Nps, int NpsAnswers);

public sealed record FiguresShape(SelfShape Self, CallsShape Calls);

public sealed record RulesShape
{
    public int Version { get; init; }
    public SurveyRulesShape Rules { get; init; } = new();
    public string? TimeZone { get; init; }
    public DateTimeOffset? ChangedAt { get; init; }
    public string? ChangedBy { get; init; }
}

public sealed record SurveyRulesShape
{
    public bool Enabled { get; init; }
    public DateTimeOffset? ActiveFrom { get; init; }
    public int DelayMinutes { get; init; }
    public int RatePercent { get; init; }
    public int ThrottleDays { get; init; }
    public int MostPer30Days { get; init; }
    public int ExpiryDays { get; init; }
    public IReadOnlyList<int> ReminderDays { get; init; } = [];
    public IReadOnlyList<string> Channels { get; init; } = [];
    public CallRulesShape Calls { get; init; } = new();
}

public sealed record CallRulesShape
{
    public int LowScore { get; init; }
    public int Severity { get; init; }
    public int SamplePercent { get; init; }
    public int WithinHours { get; init; }
    public int Attempts { get; init; }
    public int AgainAfterHours { get; init; }
    public TextShape? Script { get; init; }
    public HoursShape Hours { get; init; } = new();
}

public sealed record HoursShape
{
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Week { get; init; }
    public IReadOnlyList<string>? Holidays { get; init; }
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? SpecialDays { get; init; }
}

public sealed record CallSheetShape(FollowUpShape Call, TextShape Script, IReadOnlyList<string> Phones, int Attempts);

/// <summary>A questionnaire that fits a sort of tickets.</summary>
/// <param name="By"><c>product</c>, <c>workType</c> and <c>brand</c>, as far as it names them.</param>
public sealed record FitShape(Guid Id, int Version, string Name, bool Shipped, IReadOnlyList<string> By);

/// <summary>Which questionnaire is asked, the first of these, and why.</summary>
public sealed record ChoiceShape(string? Brand, IReadOnlyList<FitShape> Items);
