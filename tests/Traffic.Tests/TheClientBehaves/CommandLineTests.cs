namespace ServiceMesh.Traffic.Tests.TheClientBehaves;

public sealed class CommandLineTests
{
    [Fact]
    public void Words_and_options_are_told_apart()
    {
        var arguments = new Arguments(["replay", "--mapping", "m.json", "log.csv", "--parallel=8"]);

        Assert.Equal("replay", arguments.Positional(0));
        Assert.Equal("log.csv", arguments.Positional(1));
        Assert.Equal("m.json", arguments.Option("mapping"));
        Assert.Equal(8, arguments.Number("parallel", 16, 1, 256));
        Assert.Equal(16, arguments.Number("other", 16, 1, 256));
    }

    [Theory]
    [InlineData("--mapping")]
    [InlineData("--parallel=0")]
    [InlineData("--parallel=many")]
    public void What_makes_no_sense_is_said(string option) =>
        Assert.Throws<UsageException>(() => new Arguments(["replay", option]).Number("parallel", 16, 1, 256));

    [Fact]
    public void Addresses_come_from_the_environment_or_are_refused()
    {
        var settings = Settings.FromEnvironment(name => name == "SERVICEMESH_MAILBOX_URL" ? "http://localhost:8025" : null);
        Assert.Equal(new Uri("http://localhost:8080"), settings.Url);
        Assert.Equal(new Uri("http://localhost:8025"), settings.Mailbox);

        Assert.Throws<UsageException>(() => Settings.FromEnvironment(name => name == "SERVICEMESH_URL" ? "not an address" : null));
    }

    [Fact]
    public void A_progress_line_is_cut_to_the_terminal_in_cells_and_logs_get_whole_lines()
    {
        var terminal = new StringWriter();
        new ProgressLine(terminal, interactive: true, TimeProvider.System).Show(() => new string('工', 500));
        Assert.DoesNotContain('\n', terminal.ToString());
        Assert.InRange(terminal.ToString().Length, 10, 400);

        var log = new StringWriter();
        var line = new ProgressLine(log, interactive: false, TimeProvider.System);
        line.Show(() => "first");
        line.Show(() => "too soon");
        Assert.Equal("first" + Environment.NewLine, log.ToString());
    }
}
