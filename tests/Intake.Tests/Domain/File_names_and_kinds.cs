using System.Text;
using ServiceMesh.Intake.Domain;

namespace ServiceMesh.Intake.Tests.Domain;

public sealed class File_names_and_kinds
{
    [Theory]
    [InlineData("报错截图.png", "报错截图.png")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\temp\\log.txt", "log.txt")]
    [InlineData("a\r\nSet-Cookie: b\r\n.png", "aSet-Cookie_ b.png")]
    [InlineData("invoice\u202egnp.exe", "invoicegnp.exe")]
    [InlineData("  ...  ", null)]
    [InlineData("\u0000\ud800", null)]
    [InlineData("con.txt", "_con.txt")]
    [InlineData("<script>.txt", "_script_.txt")]
    [InlineData(null, null)]
    public void Lose_what_does_harm(string? given, string? kept) => Assert.Equal(kept, FileName.Clean(given));

    [Fact]
    public void Are_cut_before_their_extension()
    {
        var name = FileName.Clean(new string('长', 300) + ".log")!;
        Assert.Equal((FileName.Longest, ".log"), (name.Length, FileName.Extension(name)));
        Assert.Equal("", FileName.Extension(".bashrc"));
    }

    [Theory]
    [InlineData("a.png", "89504e470d0a1a0a", null)]
    [InlineData("a.png", "ffd8ffe000104a46", "mismatch")]
    [InlineData("a.pdf", "504b0304", "mismatch")]
    [InlineData("a.txt", "4d5a9000", "program")]
    [InlineData("a", "7f454c46", "program")]
    [InlineData("a.exe", "00010203", "program")]
    [InlineData("a.svg", "00010203", "program")]
    [InlineData("a.amr", "2321414d520a", null)]
    [InlineData("run", "23212f62696e2f7368", "program")]
    [InlineData("a.log", "", "empty")]
    [InlineData("a.bin", "00010203", null)]
    public void Are_judged_by_the_first_bytes(string name, string head, string? fault) => Assert.Equal(fault, FileRules.Fault(name, Convert.FromHexString(head)));

    [Theory]
    [InlineData("<!DOCTYPE html><p>", "program")]
    [InlineData("\ufeff  <HTML>", "program")]
    [InlineData("<?xml version=\"1.0\"?><svg onload=alert(1)>", "program")]
    [InlineData("<?xml version=\"1.0\"?><log/>", null)]
    [InlineData("plain <html> later", null)]
    public void Pages_that_could_run_scripts_are_not_taken(string text, string? fault) => Assert.Equal(fault, FileRules.Fault("a.txt", Encoding.UTF8.GetBytes(text)));
}
