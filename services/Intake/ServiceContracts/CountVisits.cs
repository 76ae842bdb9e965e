using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.ServiceContracts;

/// <summary>
/// Counts the visits that were made, each once: they use up what a contract includes. One that was only agreed, or cancelled, counts nothing. Which contract
/// it is for, the visit's ticket says, also when that is corrected later.
/// </summary>
public sealed class CountVisits : IHandle<VisitCompleted>
{
    /// <inheritdoc />
    public Task HandleAsync(VisitCompleted e, Work work, CancellationToken ct) => work.Db<IntakeDb>().Database.ExecuteSqlAsync(
        $"""
        INSERT INTO visits (tenant, visit_id, ticket_id, completed_at) VALUES ({e.Tenant}, {e.VisitId}, {e.TicketId}, {e.OccurredAt})
        ON CONFLICT (tenant, visit_id) DO NOTHING
        """, ct);
}
