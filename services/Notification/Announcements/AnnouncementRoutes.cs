using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Persistence;
using ServiceMesh.Notification.Sending;
using ServiceMesh.Notification.Settings;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.Announcements;

/// <summary>A new announcement.</summary>
/// <param name="Texts">Subject (at most 200 characters, one line) and text (at most 20,000) by language: <c>zh</c>, <c>en</c>, or both.</param>
/// <param name="Audience">Whom it is for; all customers when left out.</param>
/// <param name="PerMinute">1 to 6,000 messages a minute.</param>
public sealed record NewAnnouncement(
    [property: Required] IReadOnlyDictionary<string, AnnouncementText> Texts, Circle? Audience, [property: Range(1, 6000)] int PerMinute = 300);

/// <summary>An announcement and how far it is.</summary>
/// <param name="State"><c>draft</c>, <c>sending</c>, <c>stopped</c> or <c>done</c> (all made; the last may still be on their way).</param>
/// <param name="Total">How many people get it; 0 while it is a draft.</param>
/// <param name="Made">For how many a message has been made.</param>
/// <param name="ByChannel">The same by way: <c>email</c>, <c>sms</c>, <c>im</c>, <c>webhook</c>; empty while it is a draft.</param>
public sealed record AnnouncementView(
    Guid Id, IReadOnlyDictionary<string, AnnouncementText> Texts, Circle Audience, int PerMinute, string State, int Total, int Made, int Delivered, int Failed,
    int Dropped, string? CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, IReadOnlyDictionary<string, ChannelProgress> ByChannel);

/// <summary>Announcements, the newest first.</summary>
/// <param name="Next">The cursor of the page after; null on the last.</param>
public sealed record AnnouncementPage(IReadOnlyList<AnnouncementView> Items, string? Next);

/// <summary>How far an announcement is by one way.</summary>
public sealed record ChannelProgress(int Total, int Made, int Delivered, int Failed, int Dropped);

/// <summary>Who would get it.</summary>
/// <param name="Count">How many people.</param>
/// <param name="Sample">The first of each way, addresses masked.</param>
/// <param name="ByChannel">How many by each way: people by <c>email</c>, <c>sms</c> and <c>im</c>, each by one of them; endpoints by <c>webhook</c>.</param>
/// <param name="Unreachable">How many of the circle none of the chosen ways reaches; who wants no announcements is not counted.</param>
/// <param name="From">As whom it goes out.</param>
public sealed record AudiencePreview(int Count, IReadOnlyList<Addressee> Sample, IReadOnlyDictionary<string, int> ByChannel, int Unreachable, Speaker From);

/// <summary>A new announcement's id.</summary>
public sealed record AnnouncementCreated(Guid Id);

/// <summary>One message to the customers of an incident or an upgrade window.</summary>
internal static class AnnouncementRoutes
{
    private const int SampleSize = 10;
    private const int MostRuns = 500;

    public static void MapAnnouncements(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/notifications/announcements");
        group.MapGet("/", ListAsync).RequireRoles(Roles.Admin, Roles.Manager);
        group.MapPost("/", CreateAsync).RequireRoles(Roles.Admin, Roles.Manager);
        group.MapGet("/{id:guid}", ShowAsync).RequireRoles(Roles.Admin, Roles.Manager);
        group.MapGet("/{id:guid}/audience", AudienceAsync).RequireRoles(Roles.Admin, Roles.Manager);
        group.MapPost("/{id:guid}/start", StartAsync).RequireRoles(Roles.Admin, Roles.Manager);
        group.MapPost("/{id:guid}/stop", StopAsync).RequireRoles(Roles.Admin, Roles.Manager);
    }

    /// <summary>201 with the id of a draft. 400 <c>request.invalid</c>, <c>announcement.unknown-run</c>.</summary>
    private static Task<IResult> CreateAsync(NewAnnouncement announcement, HttpContext http, Caller caller, IIdempotentWork idempotent)
    {
        if (announcement.Texts.Count == 0 || announcement.Texts.Keys.Any(l => l is not ("zh" or "en"))) throw Problems.InvalidField("texts", "Texts are by language: zh, en.");
        if (announcement.Texts.Values.Any(t => string.IsNullOrWhiteSpace(t?.Subject) || t.Subject.Length > 200 || t.Subject.Any(char.IsControl) || string.IsNullOrWhiteSpace(t.Text) || t.Text.Length > 20_000))
            throw Problems.InvalidField("texts", "A subject is one line of at most 200 characters, a text has at most 20,000.");
        var circle = announcement.Audience ?? Circle.Everybody;
        Check(circle);
        return idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            if (circle.RunIds is { Count: > 0 } runs && await AnnouncementStore.UnknownRunAsync(work, caller.Tenant, runs, ct) is not null)
                throw Problems.Invalid("announcement.unknown-run", "audience.runIds names a run of planned maintenance that is not known here.");
            var row = new AnnouncementRow
            {
                Id = Guid.CreateVersion7(work.Now),
                Tenant = caller.Tenant,
                Texts = JsonSerializer.Serialize(announcement.Texts, AnnouncementStore.Json),
                Audience = JsonSerializer.Serialize(circle, AnnouncementStore.Json),
                PerMinute = announcement.PerMinute,
                State = AnnouncementStates.Draft,
                CreatedBy = caller.Name,
                CreatedAt = work.Now,
            };
            work.Db<NotificationDb>().Add(row);
            return new Reply(StatusCodes.Status201Created, new AnnouncementCreated(row.Id), $"/api/v1/notifications/announcements/{row.Id}");
        });
    }

    private static void Check(Circle circle)
    {
        if (circle.Channels is { } ways && (ways.Count == 0 || ways.Any(w => !Circle.Ways.Contains(w))))
            throw Problems.InvalidField("audience.channels", $"Ways are {string.Join(", ", Circle.Ways)}, at least one.");
        if (circle.RunIds is { Count: > MostRuns }) throw Problems.InvalidField("audience.runIds", $"At most {MostRuns} runs.");
        if (circle.Window is { } window && window.From >= window.To) throw Problems.InvalidField("audience.window", "The window ends after it begins.");
    }

    /// <summary>200, the newest first. <paramref name="limit"/> is 1 to 100.</summary>
    private static async Task<IResult> ListAsync(Caller caller, NotificationDb db, NpgsqlDataSource database, string? cursor, [Range(1, 100)] int limit = 20, CancellationToken ct = default)
    {
        var rows = db.Announcements.AsNoTracking().Where(a => a.Tenant == caller.Tenant);
        if (IdCursor.Read(cursor) is { } before) rows = rows.Where(a => a.Id < before);
        var page = await rows.OrderByDescending(a => a.Id).Take(limit + 1).ToListAsync(ct);
        var items = new List<AnnouncementView>();
        foreach (var row in page.Take(limit)) items.Add(await ViewAsync(row, database, ct));
        return Results.Ok(new AnnouncementPage(items, page.Count > limit ? IdCursor.Of(page[limit - 1].Id) : null));
    }

    /// <summary>200 with its progress; 404 <c>announcement.not-found</c>.</summary>
    private static async Task<IResult> ShowAsync(Guid id, Caller caller, NotificationDb db, NpgsqlDataSource database, CancellationToken ct) =>
        Results.Ok(await ViewAsync(await FindAsync(db, caller, id, ct), database, ct));

    /// <summary>200 with how many would get it now, by which way, the first 10 of each, and as whom it goes; 404 <c>announcement.not-found</c>.</summary>
    private static async Task<IResult> AudienceAsync(
        Guid id, Caller caller, NotificationDb db, NpgsqlDataSource database, IWorkFactory works, SettingsCache settings, IOptions<SmtpOptions> smtp, CancellationToken ct)
    {
        var row = await FindAsync(db, caller, id, ct);
        var (byChannel, unreachable, sample) = await AnnouncementStore.PreviewAsync(database, caller.Tenant, AnnouncementStore.CircleOf(row), SampleSize, ct);
        // Nothing is written: the work ends unsaved.
        await using var work = await works.BeginAsync(ct);
        var known = await Speakers.KnownAsync(work, row, settings, ct);
        return Results.Ok(new AudiencePreview(
            byChannel.Where(c => c.Key != DeliveryChannels.Webhook).Sum(c => c.Value), [.. sample.Select(s => s with { Address = Texts.Mask(s.Address) })], byChannel, unreachable,
            Speakers.Of(known, AnnouncementStore.TextsOf(row).Keys, smtp.Value)));
    }

    /// <summary>204: the audience is fixed as it is now and sending begins. 404 <c>announcement.not-found</c>; 409 <c>announcement.started</c>.</summary>
    private static async Task<IResult> StartAsync(Guid id, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<NotificationDb>();
        var started = await db.Announcements.Where(a => a.Tenant == caller.Tenant && a.Id == id && a.State == AnnouncementStates.Draft)
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.State, AnnouncementStates.Sending), ct);
        var row = await FindAsync(db, caller, id, ct);
        if (started == 0) throw Problems.Conflict("announcement.started", "It was started before.");
        row.StartedAt = work.Now;
        row.Total = await AnnouncementStore.FillAsync(work, caller.Tenant, id, AnnouncementStore.CircleOf(row), ct);
        work.Arm(AnnouncementTimer.For(id, caller.Tenant, work.Now));
        await work.CommitAsync(ct);
        return Results.NoContent();
    }

    /// <summary>204: what is not sent yet never will be. 404 <c>announcement.not-found</c>; 409 <c>announcement.over</c>.</summary>
    private static async Task<IResult> StopAsync(Guid id, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<NotificationDb>();
        var stopped = await db.Announcements.Where(a => a.Tenant == caller.Tenant && a.Id == id && a.State != AnnouncementStates.Stopped)
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.State, AnnouncementStates.Stopped), ct);
        var row = await FindAsync(db, caller, id, ct);
        if (stopped == 0) throw Problems.Conflict("announcement.over", "It was stopped before.");
        row.FinishedAt = work.Now;
        work.Cancel(AnnouncementTimer.Kind, id.ToString("N"));
        foreach (var delivery in await AnnouncementStore.StopAsync(work, id, ct))
        {
            work.Cancel(SendTimer.Kind, delivery.Id.ToString("N"));
            work.Publish(OutcomeEvents.Dropped(delivery.Id, caller.Tenant, null, delivery.Channel, delivery.Template, delivery.Audience, DropReason.Stopped, work.Now));
        }
        await work.CommitAsync(ct);
        return Results.NoContent();
    }

    private static async Task<AnnouncementRow> FindAsync(NotificationDb db, Caller caller, Guid id, CancellationToken ct) =>
        await db.Announcements.FirstOrDefaultAsync(a => a.Tenant == caller.Tenant && a.Id == id, ct) ?? throw Problems.NotFound("announcement.not-found");

    private static async Task<AnnouncementView> ViewAsync(AnnouncementRow row, NpgsqlDataSource database, CancellationToken ct)
    {
        var byChannel = await AnnouncementStore.ProgressAsync(database, row.Id, ct);
        return new AnnouncementView(
            row.Id, AnnouncementStore.TextsOf(row), AnnouncementStore.CircleOf(row), row.PerMinute, row.State,
            row.Total, row.Queued, byChannel.Values.Sum(c => c.Delivered), byChannel.Values.Sum(c => c.Failed), byChannel.Values.Sum(c => c.Dropped), row.CreatedBy, row.CreatedAt,
            row.StartedAt, row.FinishedAt, byChannel);
    }
}
