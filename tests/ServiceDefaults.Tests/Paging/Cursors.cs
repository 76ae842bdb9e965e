using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.ServiceDefaults.Tests.Paging;

public sealed class Cursors
{
    [Fact]
    public void Mark_a_place_and_nothing_is_the_first_page()
    {
        var id = Guid.CreateVersion7();
        Assert.Equal(id, IdCursor.Read(IdCursor.Of(id)));
        Assert.Equal(22, IdCursor.Of(id).Length);
        Assert.Null(IdCursor.Read(null));
        Assert.Null(IdCursor.Read(""));
    }

    [Theory]
    [InlineData("!!")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAA+")]
    public void That_are_none_are_refused_by_their_field(string cursor)
    {
        var refused = Assert.Throws<ProblemException>(() => IdCursor.Read(cursor));
        Assert.Equal((400, "request.invalid", "cursor"), (refused.Status, refused.Code, Assert.Single(refused.Errors!).Key));
    }
}
