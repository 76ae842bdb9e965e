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

    [Theory]
    [InlineData(300, 0, null, "?open=true&sort=due&limit=200")]
    [InlineData(300, 200, "abc", "?open=true&sort=due&limit=100&cursor=abc")]
    public void Asks_for_the_rest_page_by_page(int limit, int have, string? cursor, string asked) =>
        Assert.Equal(asked, new BoardQuery(Limit: limit).ToApi(have, cursor));

    [Theory]
    [InlineData("breached", "?open=true&due=breached&sort=opened&limit=60")]
    [InlineData("soon", "?open=true&due=soon&sort=opened&limit=60")]
    [InlineData("something", "?open=true&sort=opened&limit=60")]
    public void Asks_for_what_a_counter_of_clocks_counts(string clock, string asked) =>
        Assert.Equal(asked, new BoardQuery(Sort: "opened", Clock: clock).ToApi());

    [Theory]
    [InlineData("/tickets/1?x=2", "/tickets/1?x=2")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("/a\r\nSet-Cookie: x", "/")]
    [InlineData(null, "/")]
    public void Leads_back_to_this_site_only(string? given, string safe) => Assert.Equal(safe, Preferences.SafeReturn(given));
}
