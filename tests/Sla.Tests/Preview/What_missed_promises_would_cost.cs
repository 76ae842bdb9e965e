using System.Globalization;
using System.Text.Json;
using ServiceMesh.Sla.Domain;
using ServiceMesh.Sla.Domain.Money;
using ServiceMesh.Sla.Domain.Preview;
using Xunit;

namespace ServiceMesh.Sla.Tests.Preview;

/// <summary>A trial says what its missed promises would pay back, by the code that computes real credits. 7x24 in UTC, 2 March 2026.</summary>
public sealed class What_missed_promises_would_cost
{
    private const string Late = "01:00 opened, 02:00 customerMessage, 04:00 agentMessage, 05:00 customerMessage, 07:00 agentMessage, 08:00 customerMessage, 10:00 agentMessage";

    private static readonly PreviewContract _contract = new(10_000, "CNY", 20);

    [Fact]
    public void Shares_of_the_fee_up_to_the_clauses_limit_in_order_of_the_instants_missed() => Assert.Equal(
        ["nextResponse 1 2026-03-02T03:00:00Z 500/500 CNY  ", "nextResponse 2 2026-03-02T06:00:00Z 500/500 CNY  ", "nextResponse 3 2026-03-02T09:00:00Z 500/200 CNY clause "],
        Told(Terms(new ClauseDefinition { Clock = "nextResponse", Percent = 5, MonthlyCap = new(Percent: 12) }), Late, "11:00", _contract));

    [Fact]
    public void The_contracts_limit_holds_for_all_clauses_together() => Assert.Equal(
        ["firstResponse 1 2026-03-02T02:00:00Z 1500/1500 CNY  ", "nextResponse 1 2026-03-02T03:00:00Z 400/400 CNY  ", "nextResponse 2 2026-03-02T06:00:00Z 400/100 CNY contract ", "nextResponse 3 2026-03-02T09:00:00Z 400/0 CNY contract "],
        Told(Terms(new() { Clock = "nextResponse", Amount = 400, Currency = "CNY" }, new() { Clock = "firstResponse", Percent = 15 }) with { FirstResponse = "PT1H" }, Late, "11:00", _contract));

    [Theory]
    [InlineData("03:00", "resolution 1 2026-03-02T03:00:00Z 200/200 CNY  ")]
    [InlineData("06:59", "resolution 1 2026-03-02T03:00:00Z 200/200 CNY  ")]
    [InlineData("07:00", "resolution 1 2026-03-02T03:00:00Z 500/500 CNY  ")]
    [InlineData("02:59", null)]
    public void Steps_by_lateness_grow_while_nobody_solves_it(string now, string? expected)
    {
        var terms = Terms(new ClauseDefinition { Clock = "resolution", Severities = [1, 2], Tiers = [new(Percent: 2), new("PT4H", Percent: 5)] }) with { Resolution = "PT2H", Severity = 2 };
        string[] Wanted(string? told) => expected is null ? [] : [told!];
        Assert.Equal(Wanted(expected), Told(terms, "01:00 opened", now, _contract));
        Assert.Equal(Wanted("resolution 1 2026-03-02T03:00:00Z -/0   no-clause"), Told(terms with { Severity = 3 }, "01:00 opened", now, _contract));
        Assert.Equal(Wanted("resolution 1 2026-03-02T03:00:00Z -/0   fee-unknown"), Told(terms, "01:00 opened", now, null));
    }

    [Fact]
    public void Nobody_who_does_not_ask_is_told()
    {
        var terms = new PreviewTerms { Resolution = "PT1H" };
        Assert.Null(Told(terms, "01:00 opened", "09:00", _contract));
        var answer = Told(terms, "01:00 opened", "09:00");
        Assert.DoesNotContain("compensation", JsonSerializer.Serialize(answer, JsonSerializerOptions.Web), StringComparison.Ordinal);
    }

    private static PreviewTerms Terms(params ClauseDefinition[] clauses) => new() { NextResponse = "PT1H", Compensation = new(clauses) };

    private static IEnumerable<string>? Told(PreviewTerms terms, string events, string now, PreviewContract? contract) =>
        Told(terms, events, now, contract, []).Compensation?.Select(c => FormattableString.Invariant($"{c.Clock} {c.Cycle} {c.MissedAt} {c.Gross?.ToString("0.##", CultureInfo.InvariantCulture) ?? "-"}/{c.Amount:0.##} {c.Currency} {c.CappedBy} {c.Note}"));

    private static PreviewAnswer Told(PreviewTerms terms, string events, string now) => Told(terms, events, now, null, []);

    private static PreviewAnswer Told(PreviewTerms terms, string events, string now, PreviewContract? contract, List<FieldError> errors)
    {
        var answer = PreviewEngine.Run(
            new()
            {
                Calendar = new() { TimeZone = "UTC", AlwaysOpen = true },
                Terms = terms,
                Contract = contract,
                Events = [.. events.Split(", ").Select(e => new PreviewEvent(At(e[..5]), e[6..]))],
                Now = At(now),
            },
            default,
            errors);
        Assert.Empty(errors);
        return answer!;
    }

    private static string At(string time) => $"2026-03-02T{time}:00Z";
}
