using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Domain.Triage;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Persistence;

/// <summary>
/// The ticket's row is the board's read model too. Indexes of open tickets are partial: nine in ten tickets are closed, and the
/// board, its counters and the load of engineers never touch those.
/// </summary>
internal sealed class TicketConfiguration : IEntityTypeConfiguration<Ticket>
{
    public void Configure(EntityTypeBuilder<Ticket> t)
    {
        t.ToTable("tickets");
        t.HasKey(x => x.Id);
        Reported(t);
        Worked(t);
        Shown(t);
        Indexes(t);
    }

    private static void Reported(EntityTypeBuilder<Ticket> t)
    {
        t.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.Number).HasColumnName("number");
        t.Property(x => x.Subject).HasColumnName("subject");
        t.Property(x => x.Channel).HasColumnName("channel").HasConversion(EnumText.Converter<Channel>());
        t.Property(x => x.Kind).HasColumnName("kind").HasConversion(EnumText.Converter<TicketKind>());
        t.Property(x => x.Category).HasColumnName("category");
        t.Property(x => x.CustomerId).HasColumnName("customer_id");
        t.Property(x => x.CustomerName).HasColumnName("customer_name");
        t.Property(x => x.ContactId).HasColumnName("contact_id");
        t.Property(x => x.ContactName).HasColumnName("contact_name");
        t.Property(x => x.ContactEmail).HasColumnName("contact_email");
        t.Property(x => x.Language).HasColumnName("language");
        t.Property(x => x.ProductId).HasColumnName("product_id");
        t.Property(x => x.ProductName).HasColumnName("product_name");
        t.Property(x => x.AssetId).HasColumnName("asset_id");
        t.Property(x => x.ContractId).HasColumnName("contract_id");
        t.Property(x => x.ServiceLevel).HasColumnName("service_level");
        t.Property(x => x.ProgressTokenHash).HasColumnName("progress_token_hash");
        t.Property(x => x.OpenedAt).HasColumnName("opened_at");
        t.Property(x => x.AnsweredAt).HasColumnName("answered_at");
        t.Property(x => x.OnPhone).HasColumnName("on_phone");
    }

    private static void Worked(EntityTypeBuilder<Ticket> t)
    {
        t.Property(x => x.WorkType).HasColumnName("work_type").HasConversion(EnumText.Converter<WorkType>());
        t.Property(x => x.Impact).HasColumnName("impact").HasConversion(EnumText.Converter<Level>());
        t.Property(x => x.Urgency).HasColumnName("urgency").HasConversion(EnumText.Converter<Level>());
        t.Property(x => x.Severity).HasColumnName("severity");
        t.Property(x => x.DecidedBy).HasColumnName("decided_by");
        t.Property(x => x.State).HasColumnName("state").HasConversion(EnumText.Converter<TicketState>());
        t.Property(x => x.TeamId).HasColumnName("team_id");
        t.Property(x => x.TeamName).HasColumnName("team_name");
        t.Property(x => x.EngineerId).HasColumnName("engineer_id");
        t.Property(x => x.EngineerName).HasColumnName("engineer_name");
        t.Property(x => x.AssignedAt).HasColumnName("assigned_at");
        t.Property(x => x.Started).HasColumnName("started");
        t.Property(x => x.Explanation).HasColumnName("explanation");
        t.Property(x => x.Why).HasColumnName("why").HasColumnType("jsonb").HasConversion(JsonText.Of<AssignmentReason>());
        t.Property(x => x.QueuedAt).HasColumnName("queued_at");
        t.Property(x => x.OfferId).HasColumnName("offer_id");
        t.Property(x => x.OfferedTo).HasColumnName("offered_to");
        t.Property(x => x.WaitingFor).HasColumnName("waiting_for").HasConversion(EnumText.Converter<PauseReason>());
        t.Property(x => x.WaitingNote).HasColumnName("waiting_note");
        t.Property(x => x.WaitingSince).HasColumnName("waiting_since");
        t.Property(x => x.Resolution).HasColumnName("resolution");
        t.Property(x => x.CauseCode).HasColumnName("cause_code");
        t.Property(x => x.Module).HasColumnName("module");
        t.Property(x => x.FaultClass).HasColumnName("fault_class");
        t.Property(x => x.SecondRepairOf).HasColumnName("second_repair_of");
        t.Property(x => x.ProblemId).HasColumnName("problem_id");
        t.Property(x => x.Tags).HasColumnName("tags").HasDefaultValueSql("'{}'");
        t.Property(x => x.Triage).HasColumnName("triage").HasColumnType("jsonb").HasConversion(JsonText.Of<TriageNote>());
        t.Property(x => x.Merged).HasColumnName("merged").HasColumnType("jsonb").HasConversion(JsonText.Of<MergeNote>());
        t.Property(x => x.ResolvedAt).HasColumnName("resolved_at");
        t.Property(x => x.EndedAt).HasColumnName("ended_at");
        t.Property(x => x.RecordMissing).HasColumnName("record_missing");
        t.Property(x => x.ReopenedAt).HasColumnName("reopened_at");
        t.Property(x => x.Cycle).HasColumnName("cycle");
        t.Property(x => x.ReopenWindowSeconds).HasColumnName("reopen_window_seconds");
        t.Property(x => x.Version).HasColumnName("version");
        t.Property(x => x.UpdatedAt).HasColumnName("updated_at");
        t.Property(x => x.IsOpen).HasColumnName("is_open").HasComputedColumnSql("state NOT IN ('closed', 'cancelled')", stored: true);
    }

    private static void Shown(EntityTypeBuilder<Ticket> t)
    {
        t.Property(x => x.Steps).HasColumnName("steps").HasColumnType("jsonb").HasConversion(List<Step>(), Replaced<Step>());
        t.Property(x => x.Clocks).HasColumnName("clocks").HasColumnType("jsonb").HasConversion(List<ClockView>(), Replaced<ClockView>());
        t.Property(x => x.NextDueAt).HasColumnName("next_due_at");
        t.Property(x => x.DueKey).HasColumnName("due_key");
        t.Property(x => x.Breached).HasColumnName("breached");
        t.Property(x => x.ClocksSequence).HasColumnName("clocks_sequence");
        t.Property(x => x.LastCustomerMessageAt).HasColumnName("last_customer_message_at");
        t.Property(x => x.LastAgentMessageAt).HasColumnName("last_agent_message_at");
    }

    private static void Indexes(EntityTypeBuilder<Ticket> t)
    {
        const string open = "is_open";
        t.HasIndex(x => x.ProgressTokenHash, "ux_tickets_progress_token_hash").IsUnique();
        t.HasIndex(x => new { x.Tenant, x.Number }, "ix_tickets_number");
        // With what the count of those due soon asks for, so that it reads the index only.
        t.HasIndex(x => new { x.Tenant, x.DueKey, x.Id }, "ix_tickets_open_due").HasFilter(open)
            .IncludeProperties(x => new { x.State, x.Breached });
        t.HasIndex(x => new { x.Tenant, x.TeamId, x.DueKey, x.Id }, "ix_tickets_open_team_due").HasFilter(open)
            .IncludeProperties(x => new { x.State, x.Breached });
        // Of what few open tickets are: the board need not go through all the others for a page of them.
        t.HasIndex(x => new { x.Tenant, x.State, x.DueKey, x.Id }, "ix_tickets_open_state").HasFilter("is_open AND state IN ('open', 'waiting', 'resolved')").IsCreatedConcurrently();
        t.HasIndex(x => new { x.Tenant, x.EngineerId, x.DueKey, x.Id }, "ix_tickets_open_engineer_due").HasFilter("is_open AND engineer_id IS NOT NULL").IsCreatedConcurrently();
        t.HasIndex(x => new { x.Tenant, x.Severity, x.DueKey, x.Id }, "ix_tickets_open_severe").HasFilter("is_open AND severity <= 2").IsCreatedConcurrently();
        t.HasIndex(x => new { x.Tenant, x.OpenedAt, x.Id }, "ix_tickets_open_opened").HasFilter(open);
        t.HasIndex(x => new { x.Tenant, x.UpdatedAt, x.Id }, "ix_tickets_open_updated").HasFilter(open);
        t.HasIndex(x => new { x.Tenant, x.OpenedAt, x.Id }, "ix_tickets_ended_opened").HasFilter("NOT is_open");
        t.HasIndex(x => new { x.Tenant, x.UpdatedAt, x.Id }, "ix_tickets_ended_updated").HasFilter("NOT is_open");
        t.HasIndex(x => new { x.Tenant, x.EngineerId, x.State }, "ix_tickets_load").HasFilter("is_open AND engineer_id IS NOT NULL")
            .IncludeProperties(x => new { x.Breached, x.DueKey, x.TeamId });
        t.HasIndex(x => new { x.Tenant, x.EngineerId, x.AssignedAt }, "ix_tickets_last_assigned").HasFilter("engineer_id IS NOT NULL");
        t.HasIndex(x => new { x.Tenant, x.AssetId, x.FaultClass, x.ResolvedAt }, "ix_tickets_repairs")
            .HasFilter("asset_id IS NOT NULL AND fault_class IS NOT NULL").IsCreatedConcurrently();
        t.HasIndex(x => x.ProblemId, "ix_tickets_problem").HasFilter("problem_id IS NOT NULL").IsCreatedConcurrently();
        t.HasIndex(x => new { x.Tenant, x.EndedAt }, "ix_tickets_incomplete").HasFilter("record_missing IS NOT NULL").IsCreatedConcurrently();
        // Empty but for those that wait; made without locking the table.
        t.HasIndex(x => new { x.Tenant, x.TeamId, x.Severity, x.OpenedAt }, "ix_tickets_queue").HasFilter("queued_at IS NOT NULL").IsCreatedConcurrently();
    }

    private static ValueConverter<IReadOnlyList<T>, string> List<T>() => new(
        v => JsonSerializer.Serialize(v, EventJson.Options),
        s => JsonSerializer.Deserialize<List<T>>(s, EventJson.Options) ?? new List<T>());

    /// <summary>These lists are never changed in place: a new list is a new value.</summary>
    private static ValueComparer<IReadOnlyList<T>> Replaced<T>() => new(
        (a, b) => ReferenceEquals(a, b), v => v.Count, v => v);
}
