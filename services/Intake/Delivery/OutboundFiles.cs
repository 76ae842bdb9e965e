using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Attachments;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;

namespace ServiceMesh.Intake.Delivery;

/// <summary>Finds the files that go with a message.</summary>
public sealed class OutboundFiles(FileStore files, FileLinks links)
{
    /// <summary>In the order in which they were uploaded.</summary>
    internal async Task<IReadOnlyList<OutboundFile>> OfAsync(IntakeDb db, MessageRow message, CancellationToken ct)
    {
        var rows = await db.Attachments.AsNoTracking()
            .Where(a => a.Tenant == message.Tenant && a.TicketId == message.TicketId && a.MessageId == message.Id && a.StoredAs != null)
            .OrderBy(a => a.Id).ToListAsync(ct);
        return [.. rows.Select(r => new OutboundFile(
            r.Id, r.Kind, FileName.Clean(r.Name) ?? $"{EnumText.Of(r.Kind)}-{r.Id:N}", r.Size ?? 0, r.MediaType ?? FileRules.Unknown, r.Scan ?? ScanState.Unscanned,
            links.For(r.Tenant, message.TicketId, r.Id, message.At), () => files.Open(r.Tenant, r.StoredAs!)))];
    }
}
