using System.Net;
using System.Text;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Actions;

public sealed class Bad_input(DispatchApp app)
{
    [Theory]
    [InlineData("triage", """{"impact":"huge","urgency":"low"}""")]
    [InlineData("triage", """{"impact":"high"}""")]
    [InlineData("triage", """{"impact":"high","urgency":"low","severity":6,"reason":"x"}""")]
    [InlineData("triage", """{"impact":0,"urgency":1}""")]
    [InlineData("assign", """{"engineerId":"Li"}""")]
    [InlineData("assign", "[]")]
    [InlineData("fix-plan", """{"cause":"A lock","steps":"Release it","risk":"None"}""")]
    [InlineData("fix-plan", """{"cause":"A lock","steps":"Release it","risk":" ","estimatedMinutes":5}""")]
    [InlineData("fix-plan", """{"cause":"A lock","steps":"Release it","risk":"None","estimatedMinutes":0}""")]
    [InlineData("fix-plan", """{"cause":"A lock","steps":null,"risk":"None","estimatedMinutes":5}""")]
    [InlineData("pause", "{}")]
    [InlineData("pause", """{"reason":"waitingForGodot"}""")]
    [InlineData("resolve", "{}")]
    [InlineData("resolve", """{"resolution":""}""")]
    [InlineData("cancel", """{"reason":"  "}""")]
    [InlineData("escalate", """{"reason":7}""")]
    [InlineData("escalate", """{"reason":"a""")]
    [InlineData("resolve", "")]
    public async Task Is_a_400_that_changes_nothing(string action, string body)
    {
        var vendor = app.NewVendor();
        var ticket = await vendor.OpenAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        Assert.Equal("request.invalid", await vendor.RefusedAsync(HttpStatusCode.BadRequest, ticket, action, content));
        Assert.Equal(1, (await vendor.DetailAsync(ticket)).GetProperty("version").GetInt32());
    }

    [Theory]
    [InlineData("state=new")]
    [InlineData("state=open,closed")]
    [InlineData("sort=name")]
    [InlineData("sort=due&open=false")]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=many")]
    [InlineData("severity=9")]
    [InlineData("team=erp")]
    [InlineData("engineer=li")]
    [InlineData("cursor=%21%21")]
    [InlineData("cursor=MSAxIDE")]
    [InlineData("open=perhaps")]
    public async Task On_the_board_is_a_400(string query) => Assert.Equal(
        "request.invalid", await app.NewVendor().ProblemAsync(HttpStatusCode.BadRequest, HttpMethod.Get, $"/api/v1/board?{query}", null));

    [Theory]
    [InlineData("/api/v1/teams", """{"categories":[]}""")]
    [InlineData("/api/v1/teams", """{"name":" "}""")]
    [InlineData("/api/v1/teams", """{"name":"ERP","categories":[""]}""")]
    [InlineData("/api/v1/engineers", """{"name":"Li"}""")]
    [InlineData("/api/v1/engineers", """{"name":"Li","language":"english please"}""")]
    [InlineData("/api/v1/engineers", """{"name":"Li","language":"en","email":"li"}""")]
    [InlineData("/api/v1/engineers", """{"name":"Li","language":"en","teamIds":["ERP"]}""")]
    public async Task On_teams_and_engineers_is_a_400(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        Assert.Equal("request.invalid", await app.NewVendor().ProblemAsync(HttpStatusCode.BadRequest, HttpMethod.Post, path, content));
    }

    [Fact]
    public async Task An_id_that_is_none_is_a_404()
    {
        var vendor = app.NewVendor();
        await vendor.ProblemAsync(HttpStatusCode.NotFound, HttpMethod.Get, "/api/v1/work/17", null);
        await vendor.ProblemAsync(HttpStatusCode.NotFound, HttpMethod.Post, "/api/v1/work/17/close", new { });
    }
}
