namespace ServiceMesh.Desk.Surveys;

/// <summary>A questionnaire while somebody writes it.</summary>
public sealed class QuestionnaireDraft
{
    public static readonly string[] Kinds = ["csat", "solved", "nps", "ces", "single", "multiple", "text"];

    public Guid? Id { get; init; }
    public string Name { get; set; } = "";
    public string WorkType { get; set; } = "";
    public Guid? ProductId { get; set; }
    public string Brand { get; set; } = "";
    public TextDraft Title { get; init; } = new();
    public TextDraft Intro { get; init; } = new();
    public List<QuestionDraft> Questions { get; } = [];

    /// <summary>The next version of one, or a new one that begins like it.</summary>
    public static QuestionnaireDraft Of(QuestionnaireShape q, bool next)
    {
        var draft = new QuestionnaireDraft
        {
            Id = next ? q.Id : null,
            Name = next ? q.Name : "",
            WorkType = q.WorkType ?? "",
            ProductId = q.ProductId,
            Brand = q.Brand ?? "",
            Title = TextDraft.Of(q.Body.Title),
            Intro = TextDraft.Of(q.Body.Intro),
        };
        draft.Questions.AddRange(q.Body.Questions.Select(QuestionDraft.Of));
        return draft;
    }

    /// <summary>A question at the end, with a key that is free.</summary>
    public void Add(string kind)
    {
        var n = Questions.Count + 1;
        while (Questions.Any(q => q.Key == $"q{n}"))
            n++;
        var question = new QuestionDraft { Key = $"q{n}", Kind = kind, Required = kind is "csat" or "solved" };
        if (question.HasOptions)
            question.Options.AddRange([new() { Key = "a" }, new() { Key = "b" }]);
        Questions.Add(question);
    }

    public void Move(QuestionDraft question, int by)
    {
        var (from, to) = (Questions.IndexOf(question), Questions.IndexOf(question) + by);
        if (from < 0 || to < 0 || to >= Questions.Count)
            return;
        Questions.RemoveAt(from);
        Questions.Insert(to, question);
    }

    /// <summary>What a question's condition may look at: earlier ones that are always asked and have answers to choose from.</summary>
    public IEnumerable<QuestionDraft> Askable(QuestionDraft before) =>
        Questions.TakeWhile(q => q != before).Where(q => q.Kind != "text" && q.Conditions.Count == 0);

    public object BodyToApi() => new
    {
        title = Title.ToApi(),
        intro = Intro.IsEmpty ? null : Intro.ToApi(),
        questions = Questions.Select(q => q.ToApi()).ToList(),
    };

    public object ToApi() => new
    {
        id = Id,
        name = Name.Trim(),
        workType = WorkType.Length == 0 ? null : WorkType,
        productId = ProductId,
        brand = string.IsNullOrWhiteSpace(Brand) ? null : Brand.Trim(),
        body = BodyToApi(),
    };
}

/// <summary>A text in both languages.</summary>
public sealed class TextDraft
{
    public string Zh { get; set; } = "";
    public string En { get; set; } = "";

    public bool IsEmpty => string.IsNullOrWhiteSpace(Zh) && string.IsNullOrWhiteSpace(En);

    public static TextDraft Of(TextShape? text) => new() { Zh = text?.Zh ?? "", En = text?.En ?? "" };

    public object ToApi() => new { zh = Zh.Trim(), en = En.Trim() };
}

/// <summary>An option of a question.</summary>
public sealed class OptionDraft
{
    public string Key { get; set; } = "";
    public TextDraft Text { get; init; } = new();
}

/// <summary>A condition: another question has one of these answers, written with commas between.</summary>
public sealed class ConditionDraft
{
    public string Question { get; set; } = "";
    public string Answers { get; set; } = "";

    public object ToApi() => new { question = Question, answers = Answers.Split([',', '，', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) };
}

/// <summary>A question while somebody writes it.</summary>
public sealed class QuestionDraft
{
    public string Key { get; set; } = "";
    public string Kind { get; set; } = "text";
    public TextDraft Text { get; init; } = new();
    public TextDraft Hint { get; init; } = new();
    public bool Required { get; set; }
    public List<OptionDraft> Options { get; } = [];
    public List<ConditionDraft> Conditions { get; } = [];

    public bool HasOptions => Kind is "single" or "multiple";

    /// <summary>Satisfaction and "really solved?" are always asked: figures are made of them.</summary>
    public bool Always => Kind is "csat" or "solved";

    public static QuestionDraft Of(QuestionShape q)
    {
        var draft = new QuestionDraft { Key = q.Key, Kind = q.Kind, Text = TextDraft.Of(q.Text), Hint = TextDraft.Of(q.Hint), Required = q.Required };
        draft.Options.AddRange((q.Options ?? []).Select(o => new OptionDraft { Key = o.Key, Text = TextDraft.Of(o.Text) }));
        draft.Conditions.AddRange((q.ShowIf ?? []).Select(c => new ConditionDraft { Question = c.Question, Answers = string.Join(", ", c.Answers) }));
        return draft;
    }

    public object ToApi() => new
    {
        key = Key.Trim(),
        kind = Kind,
        text = Text.ToApi(),
        hint = Hint.IsEmpty ? null : Hint.ToApi(),
        required = Required || Always,
        options = HasOptions ? Options.Select(o => new { key = o.Key.Trim(), text = o.Text.ToApi() }).ToList() : null,
        showIf = Always || Conditions.Count == 0 ? null : Conditions.Select(c => c.ToApi()).ToList(),
    };
}
