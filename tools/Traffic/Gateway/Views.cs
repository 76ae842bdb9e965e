using System.Text.Json;

namespace ServiceMesh.Traffic.Gateway;

/// <summary>A page of a list.</summary>
public sealed record ListView<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Who is signed in.</summary>
public sealed record SessionView(string Id, string Name, string Email, string Tenant, IReadOnlyList<string> Roles, bool MustChangePassword);

public sealed record ApiKeyView(string Id, string Name);

public sealed record CreatedKeyView(string Id, string Key);

public sealed record IdView(Guid Id);

/// <summary>Something with a name: a customer, contact, product, team or engineer.</summary>
public sealed record NamedView(Guid Id, string Name);

/// <summary>A new ticket.</summary>
public sealed record OpenedTicketView(Guid Id, string Number, string ProgressUrl);

/// <summary>The board's row, as far as clients here need it.</summary>
public sealed record BoardRowView
{
    public required Guid Id { get; init; }
    public required string Number { get; init; }
    public required string Subject { get; init; }
    public string? CustomerName { get; init; }

    /// <summary><c>hotline</c>, <c>im</c>, <c>chat</c>, <c>portal</c>, <c>email</c> or <c>api</c>.</summary>
    public required string Channel { get; init; }
    public required string Kind { get; init; }
    public required int Severity { get; init; }

    /// <summary><c>open</c>, <c>assigned</c>, <c>inProgress</c>, <c>waiting</c>, <c>resolved</c>, <c>closed</c> or <c>cancelled</c>.</summary>
    public required string State { get; init; }
    public string? TeamName { get; init; }
    public Guid? EngineerId { get; init; }
    public string? EngineerName { get; init; }
    public string? WaitingFor { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
    public DateTimeOffset? LastCustomerMessageAt { get; init; }
    public DateTimeOffset? LastAgentMessageAt { get; init; }
    public IReadOnlyList<ClockRowView> Clocks { get; init; } = [];
}

/// <summary>A clock on the board's row.</summary>
public sealed record ClockRowView(string Clock, string State);

/// <summary>The board's figures.</summary>
public sealed record BoardCountsView(int Open, int Assigned, int InProgress, int Waiting, int Resolved, int Breached, int DueSoon);

public sealed record BoardView(IReadOnlyList<BoardRowView> Items, string? Next, BoardCountsView Counts);

/// <summary>An event on a ticket's timeline.</summary>
public sealed record TimelineItemView(string Id, DateTimeOffset At, string Type, string Publisher, long Sequence, string? TraceId, JsonElement Data);
