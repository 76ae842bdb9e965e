using Xunit;

namespace ServiceMesh.Desk.Tests;

public sealed class The_boards_address
{
    [Fact]
    public void Holds_the_filters_and_nothing_that_is_not_set() =>
        Assert.Equal("/?state=waiting&mine=true&severity=1&q=a%26b", new BoardQuery(State: "waiting", Mine: true, Severity: 1, Search: "a&b").ToPage());

    [Fact]
    public void Becomes_the_question_to_the_gateway() =>
        Assert.Equal("?open=true&engineer=me&sort=due&limit=60", new BoardQuery(Mine: true).ToApi());

    [Fact]
    public void Asks_for_the_most_urgent_rows_when_it_filters_by_clock() =>
        Assert.Equal("?open=true&sort=due&limit=200", new BoardQuery(Sort: "opened", Clock: "breached").ToApi());

    [Theory]
    [InlineData("/tickets/1?x=2", "/tickets/1?x=2")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("/a\r\nSet-Cookie: x", "/")]
    [InlineData(null, "/")]
    public void Leads_back_to_this_site_only(string? given, string safe) => Assert.Equal(safe, Preferences.SafeReturn(given));
}
