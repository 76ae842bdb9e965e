using Microsoft.EntityFrameworkCore;
using static ServiceMesh.Sla.Persistence.SlaDb;

namespace ServiceMesh.Sla.Persistence;

/// <summary>The tables of breaches, credits, charges and of what is reported about them.</summary>
internal static class MoneyModel
{
    public static void MapMoney(this ModelBuilder model)
    {
        Map<ContractRow>(model, "contracts", t => t.HasKey(r => new { r.Tenant, r.ContractId }));
        Map<ContractMonthRow>(model, "contract_months", t => t.HasKey(r => new { r.Tenant, r.ContractId, r.Month }));
        Map<BreachRow>(model, "breaches", t =>
        {
            t.HasKey(r => new { r.Tenant, r.Id });
            t.Property(r => r.Clause).HasColumnType("jsonb");
            t.HasIndex(r => new { r.Tenant, r.TicketId, r.Clock, r.Cycle, r.DueAt, r.ContractId, r.Policy, r.PolicyVersion, r.Severity })
                .IsUnique().AreNullsDistinct(false).HasDatabaseName("ix_breaches_ticket");
            t.HasIndex(r => new { r.Tenant, r.ContractId, r.Month }).HasDatabaseName("ix_breaches_month");
        });
        Map<BreachStatusRow>(model, "breach_status", t => t.HasKey(r => new { r.Tenant, r.BreachId }));
        Map<CreditRow>(model, "credits", t =>
        {
            t.HasKey(r => new { r.Tenant, r.Id });
            t.Property(r => r.State).HasConversion(s => CreditStates.Name(s), s => CreditStates.Read(s));
            t.HasIndex(r => new { r.Tenant, r.BreachId }).IsUnique().HasDatabaseName("ix_credits_breach");
            t.HasIndex(r => new { r.Tenant, r.ContractId, r.Month }).HasDatabaseName("ix_credits_month");
        });
        Map<CreditEntryRow>(model, "credit_entries", t => t.HasKey(r => new { r.Tenant, r.CreditId, r.Number }));
        Map<ChargeRow>(model, "charges", t =>
        {
            t.HasKey(r => new { r.Tenant, r.Id });
            t.Property(r => r.WorkType).HasConversion<string>();
            t.HasIndex(r => new { r.Tenant, r.TicketId }).HasDatabaseName("ix_charges_ticket");
            t.HasIndex(r => new { r.Tenant, r.ContractId, r.Month }).HasDatabaseName("ix_charges_month");
        });
        Map<ChargeEntryRow>(model, "charge_entries", t => t.HasKey(r => new { r.Tenant, r.ChargeId, r.Number }));
        Map<ChargeCandidateRow>(model, "charge_candidates", t =>
        {
            t.HasKey(r => new { r.Tenant, r.ContractId, r.TicketId });
            t.Property(r => r.Data).HasColumnType("jsonb");
        });
        Map<WhatIfRow>(model, "what_ifs", t =>
        {
            t.HasKey(r => new { r.Tenant, r.Id });
            t.Property(r => r.Request).HasColumnType("jsonb");
            t.Property(r => r.Result).HasColumnType("jsonb");
        });
        Map<WhatIfBreachRow>(model, "what_if_breaches", t =>
        {
            t.HasKey(r => new { r.Tenant, r.JobId, r.TicketId, r.Supposed, r.Clock, r.Cycle });
            t.Property(r => r.Clause).HasColumnType("jsonb");
        });
        Map<LatePauseRow>(model, "late_pauses", t =>
        {
            t.HasKey(r => new { r.Tenant, r.TicketId, r.At, r.Reason, r.Clock, r.Cycle });
            t.HasIndex(r => new { r.Tenant, r.At }).HasDatabaseName("ix_late_pauses_at");
        });
        Map<TimeShareRow>(model, "time_shares", t =>
        {
            t.HasKey(r => new { r.Tenant, r.TicketId, r.Team, r.Reason });
            t.HasIndex(r => new { r.Tenant, r.EndedAt }).HasDatabaseName("ix_time_shares_ended");
        });
    }
}
