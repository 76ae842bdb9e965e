using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Imports;

/// <summary>A kind of file.</summary>
internal interface IImportLines
{
    /// <summary>Columns that a file may have.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>Columns that it must have.</summary>
    IReadOnlyList<string> Required { get; }

    /// <summary>
    /// Takes a line into the work: true when it makes something new, false when it changes what is there. An <see cref="ImportFault"/>, or a problem
    /// with status 400 or 409, says what is wrong with it.
    /// </summary>
    /// <param name="keys">What recognises a line, and the line it was first used on.</param>
    Task<bool> TakeAsync(ImportLine line, Dictionary<string, int> keys, Caller caller, Work work, CancellationToken ct);
}

/// <summary>A line of a file, read by column.</summary>
internal sealed class ImportLine(CsvRecord record, IReadOnlyList<string> header)
{
    private const char ListSeparator = '|';

    public int Number => record.Line;

    /// <summary>The text in a column; null when it is empty, missing or not in the file.</summary>
    public string? Text(string column)
    {
        if (record.Fields.Count > header.Count)
            throw new ImportFault(ImportWords.TooManyFields, null, $"{record.Fields.Count} > {header.Count}");
        for (var i = 0; i < header.Count && i < record.Fields.Count; i++)
        {
            if (string.Equals(header[i], column, StringComparison.OrdinalIgnoreCase))
                return record.Fields[i].TrimToNull();
        }

        return null;
    }

    /// <summary>The text in a column that must have one.</summary>
    public string Needed(string column) => Text(column) ?? throw new ImportFault(ImportWords.Empty, column);

    /// <summary>The texts in a column, separated by upright strokes; empty when there is none.</summary>
    public IReadOnlyList<string> List(string column) =>
        Text(column)?.Split(ListSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>A day as <c>2026-12-31</c> or <c>2026/12/31</c>.</summary>
    public DateOnly? Day(string column) => Text(column) is { } text ? ReadDay(text, column) : null;

    /// <summary>A day within a column's text.</summary>
    public static DateOnly ReadDay(string text, string column) => DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyy/M/d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new ImportFault(ImportWords.Day, column);

    /// <summary>A number with a point, and without separators of thousands.</summary>
    public decimal? Amount(string column) => Text(column) is not { } text ? null
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) ? amount
        : throw new ImportFault(ImportWords.Amount, column);

    /// <summary>A whole number.</summary>
    public int? Count(string column) => Text(column) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count
        : throw new ImportFault(ImportWords.Count, column);

    /// <summary>Yes or no, in words of either language or as true and false.</summary>
    public bool? YesNo(string column) => Text(column)?.ToLowerInvariant() switch
    {
        null => null,
        "yes" or "true" or "1" or "是" => true,
        "no" or "false" or "0" or "否" => false,
        _ => throw new ImportFault(ImportWords.YesNo, column),
    };

    /// <summary>Checks what was read by the attributes that hold for the API.</summary>
    public static T Checked<T>(T request)
        where T : notnull
    {
        foreach (var property in typeof(T).GetProperties())
        {
            var column = ColumnOf(property.Name);
            foreach (var rule in property.GetCustomAttributes<ValidationAttribute>(inherit: true))
            {
                if (!rule.IsValid(property.GetValue(request)))
                    throw ImportWords.Broken(rule, column);
            }
        }

        return request;
    }

    /// <summary>The file names things where the API has ids: <c>ProductIds</c> is the column <c>products</c>.</summary>
    private static string ColumnOf(string property)
    {
        var name = property.EndsWith("Ids", StringComparison.Ordinal) ? property[..^3] + "s" : property.EndsWith("Id", StringComparison.Ordinal) ? property[..^2] : property;
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>Refuses a key that an earlier line of the file has.</summary>
    public void Once(Dictionary<string, int> keys, string column, string key)
    {
        if (!keys.TryAdd(key, Number))
            throw new ImportFault(ImportWords.Repeated, column, $"{keys[key]}");
    }
}
