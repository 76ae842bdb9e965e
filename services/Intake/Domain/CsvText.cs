using System.Text;

namespace ServiceMesh.Intake.Domain;

/// <summary>A record of a CSV file, with the line it begins on (from 1).</summary>
public sealed record CsvRecord(int Line, IReadOnlyList<string> Fields);

/// <summary>A file that is no CSV, and the line where that shows.</summary>
public sealed class CsvException(int line, string message) : Exception(message)
{
    public int Line { get; } = line;
}

/// <summary>
/// Reads CSV as RFC 4180 has it and as spreadsheets write it: fields in quotes may hold separators, quotes (doubled) and line ends; the separator
/// is the comma, semicolon or tab that the first line has most of; UTF-8, else GB18030.
/// </summary>
public static class CsvText
{
    private static readonly char[] s_separators = [',', ';', '\t'];

    /// <summary>The text of a file: strict UTF-8 with or without mark; what is none is taken for GB18030, which Chinese spreadsheets write.</summary>
    public static string Decode(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith(Encoding.UTF8.Preamble))
            file = file[Encoding.UTF8.Preamble.Length..];
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file);
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetString(file);
        }
    }

    /// <summary>The records, empty lines left out; throws <see cref="CsvException"/> for a quote that does not end or stands inside a field.</summary>
    public static IEnumerable<CsvRecord> Read(string text)
    {
        var end = text.IndexOfAny(['\r', '\n']);
        var head = end < 0 ? text : text[..end];
        var separator = s_separators.MaxBy(s => head.Count(c => c == s));
        var (at, line) = (0, 1);
        while (at < text.Length)
        {
            var start = line;
            var fields = ReadRecord(text, separator, ref at, ref line);
            if (fields.Any(f => f.Length > 0))
                yield return new CsvRecord(start, fields);
        }
    }

    private static List<string> ReadRecord(string text, char separator, ref int at, ref int line)
    {
        var fields = new List<string>();
        while (true)
        {
            fields.Add(at < text.Length && text[at] == '"' ? Quoted(text, separator, ref at, ref line) : Plain(text, separator, ref at, line));
            if (at >= text.Length)
                return fields;
            if (text[at] == separator)
            {
                at++;
                continue;
            }

            if (text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n')
                at++;
            at++;
            line++;
            return fields;
        }
    }

    private static string Plain(string text, char separator, ref int at, int line)
    {
        var start = at;
        while (at < text.Length && text[at] != separator && text[at] is not ('\r' or '\n'))
        {
            if (text[at] == '"')
                throw new CsvException(line, "A quote stands inside a field that does not begin with one.");
            at++;
        }

        return text[start..at].Trim();
    }

    private static string Quoted(string text, char separator, ref int at, ref int line)
    {
        var (field, start) = (new StringBuilder(), line);
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                line += text[at] == '\n' ? 1 : 0;
                field.Append(text[at]);
                continue;
            }

            if (at + 1 < text.Length && text[at + 1] == '"')
            {
                field.Append('"');
                at++;
                continue;
            }

            at++;
            if (at < text.Length && text[at] != separator && text[at] is not ('\r' or '\n'))
                throw new CsvException(line, "Something stands behind a closing quote.");
            return field.ToString().Trim();
        }

        throw new CsvException(start, "A quote is not closed.");
    }
}
