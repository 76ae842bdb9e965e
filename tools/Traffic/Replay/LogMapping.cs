using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServiceMesh.Traffic.Replay;

/// <summary>What a log's columns and values mean.</summary>
public sealed record LogMapping
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Whose export it is.</summary>
    public required string Name { get; init; }

    /// <summary>BCP 47 tag of the language to use with the log's people.</summary>
    public string Language { get; init; } = "en";
    public required LogColumns Columns { get; init; }

    /// <summary>Values that stand for nothing, for example <c>?</c>.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [""];

    /// <summary>The log's states by their value.</summary>
    public required IReadOnlyDictionary<string, LogState> States { get; init; }

    /// <summary>Impact and urgency by their value: <c>high</c>, <c>medium</c>, <c>low</c>.</summary>
    public IReadOnlyDictionary<string, string> Levels { get; init; } = new Dictionary<string, string>();

    /// <summary>Severity, 1 to 5, by its value.</summary>
    public IReadOnlyDictionary<string, int> Severities { get; init; } = new Dictionary<string, int>();

    /// <summary>Channels by their value, for example <c>hotline</c>.</summary>
    public IReadOnlyDictionary<string, string> Channels { get; init; } = new Dictionary<string, string>();

    /// <summary>The channel of rows that name none.</summary>
    public string DefaultChannel { get; init; } = "hotline";

    /// <summary>Reads a mapping file.</summary>
    /// <exception cref="InvalidDataException">It is no mapping, and the message says why.</exception>
    public static LogMapping Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<LogMapping>(json, Json) ?? throw new InvalidDataException("The mapping is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The mapping cannot be read: {e.Message}", e);
        }
    }
}

/// <summary>The columns by their meaning. Only ticket and state must be there.</summary>
public sealed record LogColumns
{
    public required string Ticket { get; init; }
    public required string State { get; init; }

    /// <summary>A counter of re-assignments.</summary>
    public string? Reassignments { get; init; }

    /// <summary>A counter of reopenings; only to check the plan against.</summary>
    public string? Reopenings { get; init; }
    public string? Caller { get; init; }
    public string? Customer { get; init; }
    public string? Category { get; init; }

    /// <summary>Columns whose values make the subject.</summary>
    public IReadOnlyList<string> Subject { get; init; } = [];
    public string? Channel { get; init; }
    public string? Impact { get; init; }
    public string? Urgency { get; init; }
    public string? Severity { get; init; }
    public string? Team { get; init; }
    public string? Engineer { get; init; }
    public string? CauseCode { get; init; }
}

/// <summary>The states a log's state can stand for; the waiting ones by what is waited for.</summary>
public enum LogState
{
    New,
    Active,
    WaitingForCustomer,
    WaitingForVendor,
    WaitingForProblem,
    WaitingForEvidence,
    Scheduled,
    Resolved,
    Closed,
}
