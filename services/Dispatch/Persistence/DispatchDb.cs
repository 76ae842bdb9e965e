using Microsoft.EntityFrameworkCore;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Board;
using ServiceMesh.Dispatch.Calendars;
using ServiceMesh.Dispatch.CommonCauses;
using ServiceMesh.Dispatch.Customers;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Domain.Maintenance;
using ServiceMesh.Dispatch.Engineers;
using ServiceMesh.Dispatch.Handovers;
using ServiceMesh.Dispatch.Maintenance;
using ServiceMesh.Dispatch.Offers;
using ServiceMesh.Dispatch.Paging;
using ServiceMesh.Dispatch.Presence;
using ServiceMesh.Dispatch.Products;
using ServiceMesh.Dispatch.Rosters;
using ServiceMesh.Dispatch.ServiceContracts;
using ServiceMesh.Dispatch.Teams;
using ServiceMesh.Dispatch.Tenants;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Dispatch.Triage;
using ServiceMesh.Dispatch.Visits;

namespace ServiceMesh.Dispatch.Persistence;

/// <summary>Dispatch's database.</summary>
public sealed class DispatchDb(DbContextOptions<DispatchDb> options) : DbContext(options)
{
    public DbSet<Ticket> Tickets => Set<Ticket>();

    public DbSet<FixPlan> FixPlans => Set<FixPlan>();

    public DbSet<Pause> Pauses => Set<Pause>();

    public DbSet<Team> Teams => Set<Team>();

    public DbSet<Engineer> Engineers => Set<Engineer>();

    public DbSet<TeamMember> TeamMembers => Set<TeamMember>();

    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<Product> Products => Set<Product>();

    public DbSet<TenantRow> Tenants => Set<TenantRow>();

    public DbSet<CertificateNoticeRow> CertificateNotices => Set<CertificateNoticeRow>();

    public DbSet<TicketText> TicketTexts => Set<TicketText>();

    public DbSet<CustomerRow> Customers => Set<CustomerRow>();

    public DbSet<ContactRow> Contacts => Set<ContactRow>();

    public DbSet<RankingRow> Rankings => Set<RankingRow>();

    public DbSet<OfferRow> Offers => Set<OfferRow>();

    public DbSet<DutySpan> DutySpans => Set<DutySpan>();

    public DbSet<RotationRow> Rotations => Set<RotationRow>();

    public DbSet<OverrideRow> RosterOverrides => Set<OverrideRow>();

    public DbSet<AbsenceRow> Absences => Set<AbsenceRow>();

    public DbSet<HandoverNote> HandoverNotes => Set<HandoverNote>();

    public DbSet<CalendarRow> Calendars => Set<CalendarRow>();

    public DbSet<SightingRow> Sightings => Set<SightingRow>();

    public DbSet<ContractRow> ServiceContracts => Set<ContractRow>();

    public DbSet<MaintenancePlan> MaintenancePlans => Set<MaintenancePlan>();

    public DbSet<MaintenanceRun> MaintenanceRuns => Set<MaintenanceRun>();

    public DbSet<ChecklistRow> MaintenanceChecklists => Set<ChecklistRow>();

    public DbSet<FeedRow> MaintenanceFeeds => Set<FeedRow>();

    public DbSet<TiedTicket> MaintenanceTickets => Set<TiedTicket>();

    public DbSet<Domain.Paging.Paging> Pagings => Set<Domain.Paging.Paging>();

    public DbSet<PageRow> Pages => Set<PageRow>();

    public DbSet<TriageBookRow> TriageBooks => Set<TriageBookRow>();

    public DbSet<TicketReport> TicketReports => Set<TicketReport>();

    public DbSet<SolvedTicket> SolvedTickets => Set<SolvedTicket>();

    public DbSet<ProblemRow> Problems => Set<ProblemRow>();

    public DbSet<VisitRow> Visits => Set<VisitRow>();

    public DbSet<VisitFile> VisitFiles => Set<VisitFile>();

    public DbSet<RemoteSessionRow> RemoteSessions => Set<RemoteSessionRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(DispatchDb).Assembly);
}
