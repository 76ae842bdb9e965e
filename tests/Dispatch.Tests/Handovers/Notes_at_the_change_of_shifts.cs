using System.Net;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Handovers;

public sealed class Notes_at_the_change_of_shifts(DispatchApp app)
{
    [Fact]
    public async Task Name_their_tickets_and_are_taken_once()
    {
        var (vendor, other) = (app.NewVendor(), app.NewVendor());
        var team = await vendor.TeamAsync("Desk");
        var (opening, foreign) = (vendor.Opening(), other.Opening() with { Number = "T-20261122-900001" });
        await app.DeliverAsync(opening);
        await app.DeliverAsync(foreign);
        var note = await vendor.PostAsync($"/api/v1/teams/{team}/handovers", new { text = $" {opening.Number} waits for the bank, {foreign.Number} is not ours " });
        var ticket = Assert.Single(note.GetProperty("tickets").EnumerateArray());
        Assert.Equal((opening.AggregateId, opening.Number), (ticket.GetProperty("id").GetGuid(), ticket.GetProperty("number").GetString()));
        Assert.Equal("Desk", Assert.Single((await vendor.GetAsync("/api/v1/teams/handovers")).GetProperty("items").EnumerateArray()).GetProperty("teamName").GetString());
        Assert.Empty((await other.GetAsync("/api/v1/teams/handovers")).GetProperty("items").EnumerateArray());

        var path = $"/api/v1/teams/{team}/handovers/{note.GetProperty("id").GetGuid()}/take";
        Assert.Equal("handover.not-found", await other.ProblemAsync(HttpStatusCode.NotFound, HttpMethod.Post, path, new { }));
        Assert.Equal("Ana", (await vendor.PostAsync(path, new { })).GetProperty("takenBy").GetString());
        Assert.Equal("handover.taken", await vendor.ProblemAsync(HttpStatusCode.Conflict, HttpMethod.Post, path, new { }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(null)]
    public async Task Say_something(string? text)
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        Assert.Equal("request.invalid", await vendor.ProblemAsync(HttpStatusCode.BadRequest, HttpMethod.Post, $"/api/v1/teams/{team}/handovers", new { text }));
        Assert.Equal("team.not-found", await vendor.ProblemAsync(HttpStatusCode.NotFound, HttpMethod.Post, $"/api/v1/teams/{Guid.NewGuid()}/handovers", new { text = "Hello" }));
        Assert.Empty((await vendor.GetAsync("/api/v1/teams/handovers")).GetProperty("items").EnumerateArray());
    }
}
