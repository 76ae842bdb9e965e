using System.Globalization;

namespace ServiceMesh.Traffic.Replay;

/// <summary>A row of the log as the mapping reads it.</summary>
internal sealed class RowReader
{
    private const int LongestSubject = 200;
    private const int LongestCategory = 64;
    private readonly LogRow _row;
    private readonly LogMapping _mapping;

    public RowReader(LogRow row, LogMapping mapping)
    {
        (_row, _mapping) = (row, mapping);
        var columns = mapping.Columns;
        Ticket = Value(columns.Ticket) ?? throw Invalid(columns.Ticket, "the ticket's number is missing");
        State = Meaning(columns.State, mapping.States) ?? throw Invalid(columns.State, "the state is missing");
        Reassignments = Count(columns.Reassignments) ?? 0;
        Reopenings = Count(columns.Reopenings);
        Caller = Value(columns.Caller);
        Customer = Value(columns.Customer);
        Category = Value(columns.Category) is { } category ? category[..Math.Min(category.Length, LongestCategory)] : null;
        Channel = MeaningText(columns.Channel, mapping.Channels) ?? mapping.DefaultChannel;
        Impact = MeaningText(columns.Impact, mapping.Levels);
        Urgency = MeaningText(columns.Urgency, mapping.Levels);
        Severity = Meaning(columns.Severity, mapping.Severities);
        Team = Value(columns.Team);
        Engineer = Value(columns.Engineer);
        CauseCode = Value(columns.CauseCode);
        var subject = string.Join(", ", columns.Subject.Select(Value).OfType<string>());
        Subject = subject.Length == 0 ? Ticket : subject[..Math.Min(subject.Length, LongestSubject)];
    }

    public int Line => _row.Line;
    public string Ticket { get; }
    public LogState State { get; }
    public int Reassignments { get; }
    public int? Reopenings { get; }
    public string? Caller { get; }
    public string? Customer { get; }
    public string? Category { get; }
    public string Subject { get; }
    public string Channel { get; }
    public string? Impact { get; }
    public string? Urgency { get; }
    public int? Severity { get; }
    public string? Team { get; }
    public string? Engineer { get; }
    public string? CauseCode { get; }

    private string? Value(string? column)
    {
        if (column is null) return null;
        if (!_row.Values.TryGetValue(column, out var value)) throw Invalid(column, "there is no such column");
        value = value.Trim();
        return _mapping.Missing.Contains(value) ? null : value;
    }

    private T? Meaning<T>(string? column, IReadOnlyDictionary<string, T> meanings) where T : struct =>
        Value(column) is not { } value ? null
        : meanings.TryGetValue(value, out var meaning) ? meaning
        : throw Invalid(column!, $"the mapping does not say what '{value}' means");

    private string? MeaningText(string? column, IReadOnlyDictionary<string, string> meanings) =>
        Value(column) is not { } value ? null
        : meanings.TryGetValue(value, out var meaning) ? meaning
        : throw Invalid(column!, $"the mapping does not say what '{value}' means");

    private int? Count(string? column) =>
        Value(column) is not { } value ? null
        : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count
        : throw Invalid(column!, $"'{value}' is no number");

    private InvalidDataException Invalid(string column, string what) => new($"Line {Line}, column {column}: {what}.");
}
