using System.Text.Json.Nodes;
using ServiceMesh.Traffic.Demo;

namespace ServiceMesh.Traffic.Tests.TheDemoIsBelievable;

public sealed class UpdatePromiseTests
{
    private const string Policy = """
        {"name":"standard","version":1,"shipped":true,"createdAt":"2026-01-01T00:00:00Z","createdBy":null,"position":100,"active":true,"calendar":"working-hours","rules":[
            {"name":"severity-1","severities":[1],"targets":{"firstResponse":"PT30M","resolution":"PT24H"}},{"name":"severity-3","severities":[3],"targets":{"firstResponse":"PT30M"}}]}
        """;

    [Fact]
    public void A_policy_without_the_promise_of_progress_reports_gets_it_and_keeps_the_rest()
    {
        var next = UpdatePromise.With(JsonNode.Parse(Policy)!.AsObject())!;

        Assert.Equal("""{"name":"severity-1","severities":[1],"targets":{"firstResponse":"PT30M","resolution":"PT24H","update":"PT2H"}}""", next["rules"]![0]!.ToJsonString());
        Assert.Equal("PT4H", next["rules"]![1]!["targets"]!["update"]!.GetValue<string>());
        Assert.Equal(["name", "position", "active", "calendar", "rules"], next.Select(p => p.Key));
        // A second run changes nothing.
        Assert.Null(UpdatePromise.With(next));
    }
}
