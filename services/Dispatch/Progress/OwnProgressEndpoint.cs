using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Progress;

/// <summary>How far one of a customer's own tickets is: what <see cref="ProgressView"/> shows to the holder of its link.</summary>
public sealed record OwnProgress(
    Guid Id, TicketState State, DateTimeOffset UpdatedAt, string? EngineerName, PauseReason? WaitingFor, IReadOnlyList<ClockView> Clocks, IReadOnlyList<ProgressStep> Steps);

/// <summary>Those that were asked for and are the customer's own, in no order.</summary>
public sealed record OwnProgressList(IReadOnlyList<OwnProgress> Items);

/// <summary>A customer who is signed in follows their organisation's tickets, many at once.</summary>
internal static class OwnProgressEndpoint
{
    private const int Most = 100;

    public static IEndpointRouteBuilder MapOwnProgress(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/progress", ListAsync).RequireRoles(Roles.Customer).WithTags("progress")
            .WithSummary("The progress of up to 100 of the customer's own tickets, named by ticket (repeated). Others are left out, as are those that are not known here yet.");
        return app;
    }

    private static async Task<OwnProgressList> ListAsync(Guid[]? ticket, Caller caller, DispatchDb db, CancellationToken ct)
    {
        if (ticket is not { Length: > 0 and <= Most }) throw Problems.InvalidField("ticket", $"Name 1 to {Most} tickets.");
        if (caller.ContactId is not { } contact) return new([]);
        var customer = await db.Contacts.Where(c => c.Tenant == caller.Tenant && c.Id == contact).Select(c => (Guid?)c.CustomerId).SingleOrDefaultAsync(ct);
        var own = db.Tickets.AsNoTracking().Where(t => t.Tenant == caller.Tenant && ticket.Contains(t.Id));
        // Until the contact was told of, only what it reported itself.
        own = customer is { } organisation ? own.Where(t => t.ContactId == contact || t.CustomerId == organisation) : own.Where(t => t.ContactId == contact);
        var rows = await own.Select(t => new { t.Id, t.State, t.UpdatedAt, t.EngineerName, t.WaitingFor, t.Language, t.Clocks, t.Steps }).ToListAsync(ct);
        return new(rows.ConvertAll(t => new OwnProgress(
            t.Id, t.State, t.UpdatedAt, t.EngineerName, t.WaitingFor, ProgressEndpoint.Promised(t.Clocks), ProgressEndpoint.Told(t.Steps, t.Language))));
    }
}
