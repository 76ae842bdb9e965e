namespace ServiceMesh.Traffic;

/// <summary>
/// One line that says what is going on: rewritten in place on a terminal, else printed every ten seconds. Safe for many threads.
/// </summary>
public sealed class ProgressLine(TextWriter output, bool interactive, TimeProvider clock)
{
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan InLogs = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private long? _shown;
    private int _width;

    /// <summary>A line on standard output.</summary>
    public static ProgressLine OnConsole() => new(Console.Out, !Console.IsOutputRedirected, TimeProvider.System);

    /// <summary>Shows the line if it is time for it.</summary>
    public void Show(Func<string> line)
    {
        ArgumentNullException.ThrowIfNull(line);
        lock (_gate)
        {
            if (_shown is { } last && clock.GetElapsedTime(last) < (interactive ? OnTerminal : InLogs)) return;
            _shown = clock.GetTimestamp();
            Write(line());
        }
    }

    /// <summary>Prints lines that stay; the next <see cref="Show"/> comes below them.</summary>
    public void Print(string lines)
    {
        lock (_gate)
        {
            if (interactive && _width > 0) output.Write('\r' + new string(' ', _width) + '\r');
            _width = 0;
            _shown = null;
            output.WriteLine(lines);
            output.Flush();
        }
    }

    private void Write(string line)
    {
        if (!interactive)
        {
            output.WriteLine(line);
        }
        else
        {
            var columns = Columns();
            var shown = Cells.Cut(line, columns - 1);
            var width = Cells.Of(shown);
            output.Write('\r' + shown + new string(' ', Math.Max(0, _width - width)));
            _width = width;
        }
        output.Flush();
    }

    private static int Columns()
    {
        try
        {
            return Console.WindowWidth is > 20 and var width ? width : 120;
        }
        catch (IOException)
        {
            return 120;
        }
    }
}

/// <summary>Widths on a terminal: Chinese characters take two cells.</summary>
internal static class Cells
{
    public static int Of(string text) => text.EnumerateRunes().Sum(Of);

    public static string Cut(string text, int cells)
    {
        var end = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if ((cells -= Of(rune)) < 0) break;
            end += rune.Utf16SequenceLength;
        }
        return text[..end];
    }

    private static int Of(System.Text.Rune rune) =>
        rune.Value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F)
            or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD) ? 2 : 1;
}
