using System.Linq.Expressions;
using System.Text.Json.Serialization;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;

namespace ServiceMesh.Dispatch.Board;

/// <summary>A ticket on the board. Times are UTC.</summary>
public record BoardRow
{
    public required Guid Id { get; init; }
    public required string Number { get; init; }
    public required string Subject { get; init; }
    public string? CustomerName { get; init; }
    public required Channel Channel { get; init; }
    public required TicketKind Kind { get; init; }
    public required WorkType WorkType { get; init; }

    /// <summary>1 (critical) to 5 (planning).</summary>
    public required int Severity { get; init; }
    public required TicketState State { get; init; }
    public required Guid TeamId { get; init; }
    public required string TeamName { get; init; }
    public Guid? EngineerId { get; init; }
    public string? EngineerName { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public PauseReason? WaitingFor { get; init; }

    /// <summary>As Sla told last.</summary>
    public required IReadOnlyList<ClockView> Clocks { get; init; }

    /// <summary>The earliest due of the running clocks; null when none runs.</summary>
    public DateTimeOffset? NextDueAt { get; init; }

    /// <summary>The order by due: cursors are made of it.</summary>
    [JsonIgnore]
    public DateTimeOffset DueKey { get; init; }
    public DateTimeOffset? LastCustomerMessageAt { get; init; }
    public DateTimeOffset? LastAgentMessageAt { get; init; }

    /// <summary>Counts from 1.</summary>
    public required int Cycle { get; init; }

    /// <summary>For <c>If-Match</c>.</summary>
    public required int Version { get; init; }

    /// <summary>The row of a ticket, as a projection that reads no more columns than it shows.</summary>
    public static Expression<Func<Ticket, BoardRow>> Projection { get; } = t => new BoardRow
    {
        Id = t.Id,
        Number = t.Number,
        Subject = t.Subject,
        CustomerName = t.CustomerName,
        Channel = t.Channel,
        Kind = t.Kind,
        WorkType = t.WorkType,
        Severity = t.Severity,
        State = t.State,
        TeamId = t.TeamId,
        TeamName = t.TeamName,
        EngineerId = t.EngineerId,
        EngineerName = t.EngineerName,
        OpenedAt = t.OpenedAt,
        UpdatedAt = t.UpdatedAt,
        WaitingFor = t.WaitingFor,
        Clocks = t.Clocks,
        NextDueAt = t.NextDueAt,
        DueKey = t.DueKey,
        LastCustomerMessageAt = t.LastCustomerMessageAt,
        LastAgentMessageAt = t.LastAgentMessageAt,
        Cycle = t.Cycle,
        Version = t.Version,
    };

    private static readonly Func<Ticket, BoardRow> s_of = Projection.Compile();

    /// <summary>The row of a ticket.</summary>
    public static BoardRow Of(Ticket t) => s_of(t);
}
