using Microsoft.EntityFrameworkCore;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sla.Persistence;

namespace ServiceMesh.Sla.Reprocess;

/// <summary>Nothing is re-processed that was not previewed: the same tickets, by the same versions, today.</summary>
internal static class PreviewGate
{
    private static readonly TimeSpan _goodFor = TimeSpan.FromHours(24);

    /// <summary>The dry run that showed what the request asks for.</summary>
    /// <exception cref="ProblemException">
    /// 422 <c>reprocess.preview-required</c>, <c>reprocess.preview-unknown</c>, <c>reprocess.preview-differs</c> (of other tickets); 409
    /// <c>reprocess.preview-unfinished</c>, <c>reprocess.preview-outdated</c> (calendars or policies were changed since, or it is over a day old).
    /// </exception>
    public static async Task<ReprocessRow> RequireAsync(Work work, string tenant, ReprocessRequest request, long revision, Versions versions, CancellationToken ct)
    {
        if (request.PreviewId is not { } id)
        {
            throw Refused("preview-required", "Ask for the same with dryRun first, and name that preview in previewId.");
        }

        var preview = await work.Db<SlaDb>().Reprocesses.AsNoTracking().FirstOrDefaultAsync(r => r.Tenant == tenant && r.Id == id && r.DryRun, ct)
            ?? throw Refused("preview-unknown", $"previewId: there is no preview {id}.");
        if (request.Selects && !request.Selection.IsSameAs(ReprocessStore.Read<Selection>(preview.Selection)))
        {
            throw Refused("preview-differs", "previewId: that preview is of other tickets.");
        }

        if (preview.State is JobStates.Queued or JobStates.Running)
        {
            throw Problems.Conflict("reprocess.preview-unfinished", "The preview is not done yet.");
        }

        if (preview.State != JobStates.Done || preview.Revision != revision)
        {
            throw Problems.Conflict("reprocess.preview-outdated", $"Preview it again. {ChangesSince(preview, versions)}");
        }

        return preview.FinishedAt >= work.Now - _goodFor ? preview : throw Problems.Conflict("reprocess.preview-outdated", "The preview is over a day old: preview it again.");
    }

    private static string ChangesSince(ReprocessRow preview, Versions now)
    {
        if (preview.State == JobStates.Cancelled || preview.Versions is null)
        {
            return "It was not completed.";
        }

        var then = ReprocessStore.Read<Versions>(preview.Versions);
        var changed = Changed("calendar", then.Calendars, now.Calendars).Concat(Changed("policy", then.Policies, now.Policies)).ToList();
        return changed.Count > 0 ? $"Changed since: {string.Join(", ", changed)}." : "Calendars or policies were changed meanwhile.";
    }

    private static IEnumerable<string> Changed(string what, IReadOnlyDictionary<string, int> then, IReadOnlyDictionary<string, int> now) =>
        now.Where(n => then.GetValueOrDefault(n.Key) != n.Value).Select(n => $"{what} {n.Key} (version {n.Value})");

    private static ProblemException Refused(string code, string detail) => new(StatusCodes.Status422UnprocessableEntity, $"reprocess.{code}", "A preview of this is wanted.", detail);
}
