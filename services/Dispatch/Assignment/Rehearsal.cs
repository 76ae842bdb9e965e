using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Engineers;
using ServiceMesh.Dispatch.Opening;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Presence;
using ServiceMesh.Dispatch.Teams;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Assignment;

/// <summary>
/// Goes a ticket's way once when the service starts, in a transaction that is undone: opened while nobody is there, and given when somebody is.
/// What runtime and EF prepare at first use takes some tenths of a second; nobody's ticket waits for that. Nothing is stored, told or armed.
/// </summary>
internal sealed partial class Rehearsal(IWorkFactory works, Placing placing, ILogger<Rehearsal> logger) : BackgroundService
{
    /// <summary>No tenant's key: those are letters, digits and hyphens.</summary>
    internal const string Tenant = "~rehearsal";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Starting must not wait for it.
        await Task.Yield();
        try
        {
            await PlayAsync(stoppingToken);
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(failure.GetType().Name, failure.Message);
        }
        catch (OperationCanceledException)
        {
            // The service ends before it was through.
        }
    }

    /// <summary>Returns who got the ticket.</summary>
    internal async Task<Guid?> PlayAsync(CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<DispatchDb>();
        var team = new Team { Id = Guid.CreateVersion7(), Tenant = Tenant, Name = "Rehearsal", Categories = [], IsDefault = true, Settings = new TeamSettings { Assignment = new AssignmentSettings { Capacity = new Capacity(Case: 1) } } };
        var engineer = new Engineer { Id = Guid.CreateVersion7(), Tenant = Tenant, Name = "Rehearsal", Language = "en", Skills = [], Active = true, Presence = PresenceState.Away };
        engineer.Teams.Add(new TeamMember { TeamId = team.Id, EngineerId = engineer.Id, Tenant = Tenant });
        db.AddRange(team, engineer);
        await db.SaveChangesAsync(ct);

        var opened = new TicketOpened
        {
            Tenant = Tenant, TicketId = Guid.CreateVersion7(), OccurredAt = work.Now, Number = "-", Channel = Channel.Api, Kind = TicketKind.Request, Subject = "-", Language = "en",
            ProgressTokenHash = $"~{Guid.NewGuid():N}", SealedProgressToken = "",
        };
        await work.Services.GetRequiredService<OnTicketOpened>().HandleAsync(opened, work, ct);
        PresenceEndpoints.Set(engineer, PresenceState.Available, work.Now);
        await db.SaveChangesAsync(ct);
        await placing.FillAsync(work, Tenant, team.Id, ct);
        return (await db.Tickets.FindAsync([opened.AggregateId], ct))?.EngineerId;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The first ticket takes longer than the next ones ({Reason}: {Detail})")]
    private partial void LogFailed(string reason, string detail);
}
