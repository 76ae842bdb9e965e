using System.Text;
using ServiceMesh.Intake.Domain;

namespace ServiceMesh.Intake.Tests.Domain;

public sealed class Message_parts
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Are_never_longer_than_allowed_and_lose_only_blanks(bool bytes)
    {
        var random = new Random(20261123);
        string[] pieces = ["a", "字", "😀", " ", "\n", "long-word-without-blanks", "e\u0301"];
        for (var round = 0; round < 300; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(0, 200)).Select(_ => pieces[random.Next(pieces.Length)]));
            var longest = random.Next(16, 80);
            var parts = MessageParts.Split(text, longest, bytes);
            Assert.All(parts, p => Assert.True((bytes ? Encoding.UTF8.GetByteCount(p) : p.Length) <= longest));
            Assert.All(parts, p => Assert.Equal(p, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(p))));
            Assert.Equal(Solid(text), Solid(string.Concat(parts)));
        }

        static string Solid(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
    }

    [Fact]
    public void Are_cut_at_lines_and_blanks_where_there_are_some()
    {
        Assert.Equal(["first line", "second line here"], MessageParts.Split("first line\nsecond line here", 16, false));
        Assert.Equal(["1234567890", "abcdefghij"], MessageParts.Split("1234567890 abcdefghij", 16, false));
        Assert.Equal(["x"], MessageParts.Split("  x ", 16, false));
    }
}
