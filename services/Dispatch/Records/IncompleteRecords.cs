using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Dispatch.Board;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Records;

/// <summary>A closed ticket whose record is not complete.</summary>
/// <param name="Missing">What it lacks, as <see cref="Domain.Triage.RecordPart"/> has it.</param>
public sealed record IncompleteRecord(BoardRow Ticket, DateTimeOffset? ClosedAt, IReadOnlyList<string> Missing);

/// <summary>Those closed last first; there is never a next page.</summary>
public sealed record IncompleteRecordList(IReadOnlyList<IncompleteRecord> Items, string? Next = null);

/// <summary>
/// Neither a customer nor time waits for a record: what they close is closed, so that the customer is asked at once whether it was good, and its owner has
/// the record to complete here.
/// </summary>
internal static class IncompleteRecords
{
    private const int Most = 200;

    public static async Task<IncompleteRecordList> ListAsync(Caller caller, DispatchDb db, CancellationToken ct, [MaxLength(36)] string? engineer = null, Guid? team = null)
    {
        var tickets = db.Tickets.AsNoTracking().Where(t => t.Tenant == caller.Tenant && t.RecordMissing != null);
        if (team is { } one) tickets = tickets.Where(t => t.TeamId == one);
        if (!string.IsNullOrEmpty(engineer))
        {
            Guid? whose = engineer == "me" ? (await Assigning.FindByAccountAsync(db, caller, ct))?.Id ?? Guid.Empty
                : Guid.TryParse(engineer, out var id) ? id : throw Problems.InvalidField("engineer", "It is me or an id.");
            tickets = tickets.Where(t => t.EngineerId == whose);
        }

        var found = await tickets.OrderByDescending(t => t.EndedAt).ThenBy(t => t.Id).Take(Most).ToListAsync(ct);
        return new IncompleteRecordList([.. found.Select(t => new IncompleteRecord(BoardRow.Of(t), t.EndedAt, t.RecordMissing ?? []))]);
    }
}
