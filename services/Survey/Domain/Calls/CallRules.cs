namespace ServiceMesh.Survey.Domain.Calls;

/// <summary>When customers are called after a ticket, and how.</summary>
public sealed record CallRules
{
    /// <summary>A score up to this one makes a call necessary, 0 (never) to 5.</summary>
    public int LowScore { get; init; } = 2;

    /// <summary>Tickets of this severity or a more severe one (a lower number) are called about, answer or not; 0 for none.</summary>
    public int Severity { get; init; } = 1;

    /// <summary>How many of a hundred tickets are called about anyway, 0 to 100.</summary>
    public int SamplePercent { get; init; }

    /// <summary>Working hours within which the call is due, 1 to 240.</summary>
    public int WithinHours { get; init; } = 8;

    /// <summary>Calls after which a customer counts as unreachable, 1 to 10.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>Working hours until somebody who was not reached is called again, 1 to 240.</summary>
    public int AgainAfterHours { get; init; } = 4;

    /// <summary>What the caller says; {contact}, {number}, {subject} and {brand} stand for the ticket's.</summary>
    public LocalText Script { get; init; } = new(
        "您好，请问是{contact}吗？这里是{brand}服务回访。\n您的请求 {number}（{subject}）已经处理完毕。\n1. 问题是否真正解决了？\n2. 您对本次服务满意吗？（1 到 5 分）\n3. 如果不满意，主要是什么原因？\n4. 还有什么需要我们改进或跟进的？\n感谢您的时间。",
        "Hello, am I speaking with {contact}? This is {brand}, about your request {number} ({subject}).\n1. Is the problem really solved?\n2. How satisfied are you with our service, from 1 to 5?\n3. If you are not: what was the main reason?\n4. Is there anything else we should do?\nThank you for your time.");

    public WorkingHours Hours { get; init; } = WorkingHours.Usual;
}

/// <summary>The hours in which calls are made, in the tenant's zone.</summary>
public sealed record WorkingHours
{
    /// <summary>By day (<c>mon</c> to <c>sun</c>): intervals like <c>09:00-18:00</c>, in order; <c>24:00</c> may end one. A day left out is closed.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Week { get; init; }

    /// <summary>Closed days, as <c>2026-10-01</c>.</summary>
    public IReadOnlyList<string> Holidays { get; init; } = [];

    /// <summary>Days with hours of their own, make-up working days for example: date to intervals. They go before holidays and week.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> SpecialDays { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Monday to Friday, 9 to 18 o'clock.</summary>
    public static WorkingHours Usual { get; } = new()
    {
        Week = new[] { "mon", "tue", "wed", "thu", "fri" }.ToDictionary(d => d, IReadOnlyList<string> (_) => ["09:00-18:00"]),
    };
}
