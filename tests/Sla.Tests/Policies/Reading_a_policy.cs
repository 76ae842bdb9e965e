using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain;
using ServiceMesh.Sla.Domain.Policies;
using Xunit;

namespace ServiceMesh.Sla.Tests.Policies;

public sealed class Reading_a_policy
{
    private static readonly PolicyDefinition _good = new()
    {
        Calendar = "always",
        Rules = [new() { Name = "any", Targets = new Dictionary<string, string> { ["resolution"] = "PT8H" } }],
    };

    [Theory]
    [InlineData("PT0S")]
    [InlineData("-PT1H")]
    [InlineData("PT-1H")]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("PT0.5S")]
    [InlineData("8h")]
    [InlineData("")]
    [InlineData("P9999999D")]
    [InlineData("P99999999999999999999999999D")]
    public void A_target_that_is_no_positive_duration_in_whole_seconds_is_refused(string target) =>
        Assert.Equal(["rules[0].targets.resolution"], Wrong(_good with { Rules = [Rule(("resolution", target))] }));

    [Theory]
    [InlineData("PT15M", 900)]
    [InlineData("P1D", 86_400)]
    [InlineData("P1W", 604_800)]
    [InlineData("PT90S", 90)]
    [InlineData("P1DT2H3M4S", 93_784)]
    public void Durations_are_iso_8601(string text, long seconds) => Assert.Equal(seconds, (long)IsoDuration.Read(text)!.Value.TotalSeconds);

    [Fact]
    public void Every_wrong_field_is_named()
    {
        Assert.Empty(Wrong(_good));
        Assert.Equal(["calendar"], Wrong(_good with { Calendar = " " }));
        Assert.Equal(["position"], Wrong(_good with { Position = -1 }));
        Assert.Equal(["rules"], Wrong(_good with { Rules = [] }));
        Assert.Equal(["rules"], Wrong(_good with { Rules = null }));
        Assert.Equal(["serviceLevels"], Wrong(_good with { ServiceLevels = [""] }));
        Assert.Equal(["workTypes"], Wrong(_good with { WorkTypes = [] }));
        Assert.Equal(["reopenWindow"], Wrong(_good with { ReopenWindow = "7 days" }));
        Assert.Equal(["rules[0].targets.lunch"], Wrong(_good with { Rules = [Rule(("lunch", "PT1H"))] }));
        Assert.Equal(["rules[0].targets"], Wrong(_good with { Rules = [Rule()] }));
        Assert.Equal(["rules[1].name"], Wrong(_good with { Rules = [_good.Rules![0], _good.Rules[0]] }));
        Assert.Equal(["rules[0].severities"], Wrong(_good with { Rules = [_good.Rules![0] with { Severities = [6] }] }));
        Assert.Equal(["rules[0].channels"], Wrong(_good with { Rules = [_good.Rules![0] with { Channels = [(Channel)77] }] }));
        Assert.Equal(["warnAt"], Wrong(_good with { WarnAt = [50, 50] }));
        Assert.Equal(["warnAt"], Wrong(_good with { WarnAt = [100] }));
        Assert.Equal(["escalations[0].percent"], Wrong(_good with { Escalations = [new(1, 0, "manager")] }));
        Assert.Equal(["escalations", "escalations[1].role"], Wrong(_good with { Escalations = [new(1, 100, "manager"), new(1, 150, "")] }));
    }

    [Fact]
    public void No_pause_may_stop_first_response()
    {
        Assert.Equal(["pauseStops.waiting-for-customer"], Wrong(_good with { PauseStops = Stops("waiting-for-customer", "firstResponse") }));
        Assert.Equal(["pauseStops.lunch"], Wrong(_good with { PauseStops = Stops("lunch", "resolution") }));
        Assert.Empty(Wrong(_good with { PauseStops = Stops("scheduled") }));
    }

    private static Dictionary<string, IReadOnlyList<string>> Stops(string reason, params string[] clocks) => new() { [reason] = clocks };

    private static PolicyRule Rule(params (string Clock, string Target)[] targets) =>
        new() { Name = "any", Targets = targets.ToDictionary(t => t.Clock, t => t.Target) };

    private static IEnumerable<string> Wrong(PolicyDefinition definition)
    {
        var errors = new List<FieldError>();
        Assert.Equal(PolicyReader.Read("p", 1, definition, errors) is null, errors.Count > 0);
        return errors.Select(e => e.Field);
    }
}
