namespace ServiceMesh.Survey.Domain.Questionnaires;

/// <summary>The questionnaire that every tenant has from the start.</summary>
public static class Shipped
{
    public static Guid Id { get; } = Guid.Empty;

    public static Questionnaire Questionnaire { get; } = new(Id, "shipped", 1, new QuestionnaireBody
    {
        Title = new("请评价我们的服务", "How did we do?"),
        Intro = new("不到一分钟即可完成。感谢您的时间。", "It takes less than a minute. Thank you for your time."),
        Questions =
        [
            new() { Key = "score", Kind = QuestionKind.Csat, Required = true, Text = new("您对本次服务满意吗？", "How satisfied are you with our service?") },
            new() { Key = "solved", Kind = QuestionKind.Solved, Required = true, Text = new("问题真的解决了吗？", "Is your problem really solved?") },
            new()
            {
                Key = "reasons",
                Kind = QuestionKind.AnyOf,
                Text = new("是什么让您不满意？", "What went wrong?"),
                Hint = new("可多选。", "Choose as many as you like."),
                Options =
                [
                    new("not-fixed", new("问题没有解决", "The problem is not fixed")),
                    new("too-slow", new("处理太慢", "It took too long")),
                    new("no-word", new("进展没有及时告知", "I was not kept informed")),
                    new("attitude", new("服务态度", "How I was treated")),
                    new("skill", new("技术能力", "They did not know the product")),
                    new("other", new("其他", "Something else")),
                ],
                ShowIf = [new("score", ["1", "2"]), new("solved", ["no"])],
            },
            new() { Key = "comment", Kind = QuestionKind.Text, Text = new("还有什么想告诉我们的？", "Anything you want to tell us?"), Hint = new("选填，最多 2000 字。", "Optional, at most 2,000 characters.") },
            new() { Key = "nps", Kind = QuestionKind.Nps, Text = new("您有多大可能向同行推荐我们？", "How likely are you to recommend us?"), Hint = new("选填。", "Optional.") },
        ],
    });
}
