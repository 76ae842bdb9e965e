using Microsoft.Extensions.Options;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Board;
using ServiceMesh.Dispatch.Maintenance;
using ServiceMesh.Dispatch.Paging;
using ServiceMesh.Dispatch.Presence;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Dispatch.Triage;
using ServiceMesh.Dispatch.Visits;

namespace ServiceMesh.Dispatch;

/// <summary>What Dispatch is made of beside its handlers. Added after messaging, whose migrations must run first.</summary>
internal static class DispatchServices
{
    public static void AddDispatch(this IServiceCollection services)
    {
        services.AddOptions<DispatchOptions>().BindConfiguration("Dispatch").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(sp => sp.GetRequiredService<IOptions<DispatchOptions>>().Value);
        services.AddSingleton<TriageBooks>();
        services.AddSingleton<PresenceCache>();
        services.AddSingleton<PendingAssignments>();
        services.AddSingleton<Router>();
        services.AddSingleton<Hands>();
        services.AddSingleton<VisitRules>();
        services.AddSingleton<VisitMoves>();
        services.AddSingleton<Assigning>();
        services.AddSingleton<TicketReopening>();
        services.AddSingleton<Placing>();
        services.AddSingleton<TicketActions>();
        services.AddSingleton<AcknowledgementLinks>();
        services.AddSingleton<Pager>();
        services.AddSingleton<RunAssigning>();
        services.AddSingleton<RunActions>();
        services.AddSingleton<DueSoonCounts>().AddSingleton<BoardCounter>();
        services.AddHostedService<TallyFolding>();
        services.AddHostedService<Rehearsal>();
    }
}
