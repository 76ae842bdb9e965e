using System.Text;

namespace ServiceMesh.Traffic.Replay;

/// <summary>A line of the log: values by column name.</summary>
/// <param name="Line">The line in the file it begins at; the header is line 1.</param>
public sealed record LogRow(int Line, IReadOnlyDictionary<string, string> Values);

/// <summary>Reads CSV (RFC 4180: quotes, doubled quotes, line breaks inside quotes) with a header line.</summary>
public static class CsvReader
{
    /// <summary>The rows in order.</summary>
    /// <exception cref="InvalidDataException">A row has not as many values as the header, or a quote is not closed.</exception>
    public static IEnumerable<LogRow> Read(TextReader text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = 1;
        if (Record(text, ref line) is not { } header) yield break;
        header[0] = header[0].TrimStart('\uFEFF');
        while (true)
        {
            var start = line;
            if (Record(text, ref line) is not { } values) yield break;
            if (values is [""]) continue;
            if (values.Count != header.Count)
                throw new InvalidDataException($"Line {start} has {values.Count} values, the header has {header.Count}.");
            yield return new LogRow(start, header.Zip(values).ToDictionary(p => p.First, p => p.Second, StringComparer.OrdinalIgnoreCase));
        }
    }

    private static List<string>? Record(TextReader text, ref int line)
    {
        if (text.Peek() < 0) return null;
        var (values, value, quoted, start) = (new List<string>(), new StringBuilder(), false, line);
        while (true)
        {
            var read = text.Read();
            if (read < 0 && quoted) throw new InvalidDataException($"The quote in line {start} is not closed.");
            if (read == '\n') line++;
            if (quoted)
            {
                if (read != '"') value.Append((char)read);
                else if (text.Peek() == '"') value.Append((char)text.Read());
                else quoted = false;
                continue;
            }
            switch (read)
            {
                case '"' when value.Length == 0:
                    quoted = true;
                    break;
                case ',':
                    values.Add(value.ToString());
                    value.Clear();
                    break;
                case '\r' when text.Peek() == '\n':
                    break;
                case '\n' or < 0:
                    values.Add(value.ToString());
                    return values;
                default:
                    value.Append((char)read);
                    break;
            }
        }
    }
}
