using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Hotline;

/// <summary>Keeps who is on call, in which team and by which number, as Dispatch tells; an older state than the known one changes nothing.</summary>
public sealed class OnCallCopy : IHandle<OnCallChanged>, IHandle<EngineerChanged>
{
    /// <inheritdoc />
    public Task HandleAsync(OnCallChanged e, Work work, CancellationToken ct)
    {
        var engineers = e.OnCall.OrderBy(p => p.Layer).Select(p => p.EngineerId).ToArray();
        return work.Db<IntakeDb>().Database.ExecuteSqlAsync(
            $"""
            INSERT INTO on_call_teams AS t (tenant, team_id, engineer_ids, sequence) VALUES ({e.Tenant}, {e.TeamId}, {engineers}, {e.Stream!.Sequence})
            ON CONFLICT (tenant, team_id) DO UPDATE SET engineer_ids = excluded.engineer_ids, sequence = excluded.sequence
            WHERE t.sequence < excluded.sequence
            """, ct);
    }

    /// <inheritdoc />
    public Task HandleAsync(EngineerChanged e, Work work, CancellationToken ct)
    {
        var (phone, account, teams) = e.Active ? (e.Phone, e.AccountId, e.TeamIds.ToArray()) : (null, null, []);
        return work.Db<IntakeDb>().Database.ExecuteSqlAsync(
            $"""
            INSERT INTO engineer_phones AS t (tenant, engineer_id, phone, account_id, team_ids, name, language, sequence)
            VALUES ({e.Tenant}, {e.EngineerId}, {phone}, {account}, {teams}, {e.Name}, {e.Language}, {e.Stream!.Sequence})
            ON CONFLICT (tenant, engineer_id) DO UPDATE
            SET phone = excluded.phone, account_id = excluded.account_id, team_ids = excluded.team_ids, name = excluded.name, language = excluded.language,
                sequence = excluded.sequence
            WHERE t.sequence < excluded.sequence
            """, ct);
    }
}
