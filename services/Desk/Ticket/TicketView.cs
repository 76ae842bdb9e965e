namespace ServiceMesh.Desk.Ticket;

/// <summary>A part of the page that one service answers for; the others do not wait for it.</summary>
/// <param name="Items">Null until it was read once; the last known ones while the service is away.</param>
public sealed record Part<T>(IReadOnlyList<T>? Items, bool Away);

/// <summary>What is known of a ticket, put together from the services that own its parts.</summary>
internal sealed record TicketView(
    WorkShape? Work,
    TicketShape? Ticket,
    SlaShape? Sla,
    Part<MessageShape> Messages,
    Part<TimelineShape> Timeline,
    Part<NoticeShape> Notices,
    Part<SurveyShape> Surveys,
    Part<FollowUpShape> FollowUps,
    Part<PagingShape> Pagings,
    GatewayException? Problem)
{
    public static TicketView Empty { get; } = new(null, null, null, new(null, false), new(null, false), new(null, false), new(null, false), new(null, false), new(null, false), null);

    /// <summary>No service knows it. A ticket just registered is known to Intake a moment before Dispatch: that is not missing.</summary>
    public bool Missing => Work is null && Ticket is null && Problem is { Status: StatusCodes.Status404NotFound };

    /// <summary>Reads all parts at once; what cannot be read keeps its last known state.</summary>
    public static async Task<TicketView> ReadAsync(DeskApi api, Guid id, TicketView before, CancellationToken ct)
    {
        var work = TryAsync(() => api.WorkAsync(id, ct));
        var ticket = TryAsync(() => api.TicketAsync(id, ct));
        var sla = TryAsync(() => api.SlaAsync(id, ct));
        var messages = PartAsync(() => api.MessagesAsync(id, ct), before.Messages);
        var timeline = PartAsync(() => api.TimelineAsync(id, ct), before.Timeline);
        var notices = PartAsync(() => api.NoticesAsync(id, ct), before.Notices);
        var surveys = PartAsync(() => api.SurveysAsync(id, ct), before.Surveys);
        var followUps = PartAsync(() => api.FollowUpsAsync(id, ct), before.FollowUps);
        var pagings = PartAsync(() => api.PagingsAsync(id, ct), before.Pagings);

        var (workNow, workProblem) = await work;
        var (ticketNow, ticketProblem) = await ticket;
        return new(
            workNow ?? before.Work,
            ticketNow ?? before.Ticket,
            (await sla).Value ?? before.Sla,
            await messages,
            await timeline,
            await notices,
            await surveys,
            await followUps,
            await pagings,
            workProblem ?? (ticketProblem is { Status: StatusCodes.Status401Unauthorized } ? ticketProblem : null));
    }

    private static async Task<(T? Value, GatewayException? Problem)> TryAsync<T>(Func<Task<T>> read)
        where T : class
    {
        try
        {
            return (await read(), null);
        }
        catch (GatewayException e)
        {
            return (null, e);
        }
    }

    private static async Task<Part<T>> PartAsync<T>(Func<Task<Listing<T>>> read, Part<T> before)
    {
        var (now, problem) = await TryAsync(read);
        return now is not null ? new(now.Items, false)
            : problem is { Status: StatusCodes.Status404NotFound } ? new(before.Items ?? [], false)
            : before with { Away = true };
    }
}
