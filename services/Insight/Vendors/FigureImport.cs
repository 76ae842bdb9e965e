using System.Globalization;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Vendors;

/// <summary>Figures of a vendor as a CSV file (RFC 4180).</summary>
public static class FigureImport
{
    public const int MostBytes = 200_000;

    private static readonly string[] s_header = ["dimension", "value", "source", "date"];

    /// <summary>400 <c>import.invalid</c> names the line.</summary>
    public static IReadOnlyList<VendorFigure> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MostBytes) throw new ProblemException(413, "request.too-large", "The file is too large.", $"At most {MostBytes} bytes.");
        var lines = Lines(text.TrimStart('\uFEFF')).Where(l => l.Cells.Any(c => c.Length > 0)).ToList();
        if (lines.Count == 0 || !lines[0].Cells.SequenceEqual(s_header)) throw Problems.Invalid("import.invalid", $"Line 1: the header {string.Join(',', s_header)} is wanted.");
        return [.. lines.Skip(1).Select(line =>
        {
            var (number, cells) = line;
            if (cells.Count != s_header.Length) throw Problems.Invalid("import.invalid", $"Line {number}: {s_header.Length} cells are wanted, not {cells.Count}.");
            if (!decimal.TryParse(cells[1], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
                throw Problems.Invalid("import.invalid", $"Line {number}: {cells[1]} is no number.");
            if (!DateOnly.TryParseExact(cells[3], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on))
                throw Problems.Invalid("import.invalid", $"Line {number}: {cells[3]} is no date like 2026-06-30.");
            return new VendorFigure(cells[0], value, cells[2], on);
        })];
    }

    private static IEnumerable<(int Number, List<string> Cells)> Lines(string text)
    {
        var (cells, cell, quoted, line, began) = (new List<string>(), new System.Text.StringBuilder(), false, 1, 1);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n') line++;
            if (quoted)
            {
                if (c != '"') cell.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[i++]);
                else quoted = false;
            }
            else if (c == '"' && cell.Length == 0) quoted = true;
            else if (c is ',' or '\n')
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
                if (c == ',') continue;
                yield return (began, cells);
                (cells, began) = ([], line);
            }
            else if (c != '\r') cell.Append(c);
        }

        if (quoted) throw Problems.Invalid("import.invalid", $"Line {began}: a quotation mark is missing.");
        cells.Add(cell.ToString().Trim());
        yield return (began, cells);
    }
}
