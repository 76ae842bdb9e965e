using ServiceMesh.Traffic.Replay;

namespace ServiceMesh.Traffic.Tests.ALogBecomesAPlan;

public sealed class CsvReaderTests
{
    [Fact]
    public void Quotes_line_breaks_byte_order_marks_and_empty_lines_are_read_as_meant()
    {
        var rows = CsvReader.Read(new StringReader("\uFEFFa,b\r\n1,\"x, \"\"y\"\"\nz\"\r\n\r\n2,\n")).ToList();

        Assert.Equal(["x, \"y\"\nz", ""], rows.Select(r => r.Values["b"]));
        Assert.Equal(["1", "2"], rows.Select(r => r.Values["A"]));
        Assert.Equal([2, 5], rows.Select(r => r.Line));
    }

    [Theory]
    [InlineData("a,b\n1", "Line 2 has 1 values, the header has 2.")]
    [InlineData("a\n\"x", "The quote in line 2 is not closed.")]
    public void What_is_no_csv_is_refused_with_its_line(string text, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => CsvReader.Read(new StringReader(text)).ToList()).Message);

    [Fact]
    public void Nothing_has_no_rows() => Assert.Empty(CsvReader.Read(new StringReader("")));
}
