using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceMesh.Survey.Persistence;

/// <summary>Survey's own database.</summary>
public sealed class SurveyDb(DbContextOptions<SurveyDb> options) : DbContext(options)
{
    public DbSet<SurveyRow> Surveys => Set<SurveyRow>();
    public DbSet<FollowUpRow> FollowUps => Set<FollowUpRow>();
    public DbSet<QuestionnaireRow> Questionnaires => Set<QuestionnaireRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<SurveyRow>(Survey);
        modelBuilder.Entity<FollowUpRow>(FollowUp);
        modelBuilder.Entity<ReopeningRow>(Reopening);
        modelBuilder.Entity<TenantCopyRow>(Tenant);
        modelBuilder.Entity<LinkRow>(SettingTables.Link);
        modelBuilder.Entity<QuestionnaireRow>(SettingTables.Questionnaire);
        modelBuilder.Entity<RulesRow>(SettingTables.Rules);
        modelBuilder.Entity<ContactCopyRow>(SettingTables.Contact);
    }

    private static void Survey(EntityTypeBuilder<SurveyRow> row)
    {
        row.ToTable("surveys").HasKey(r => r.Id).HasName("surveys_pkey");
        row.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.TicketId).HasColumnName("ticket_id");
        row.Property(r => r.Cycle).HasColumnName("cycle");
        row.Property(r => r.ClosedSequence).HasColumnName("closed_sequence");
        row.Property(r => r.Number).HasColumnName("number");
        row.Property(r => r.Subject).HasColumnName("subject");
        row.Property(r => r.Contact).HasColumnName("contact");
        row.Property(r => r.Language).HasColumnName("language");
        row.Property(r => r.Card).HasColumnName("card").HasColumnType("jsonb");
        row.Property(r => r.TokenHash).HasColumnName("token_hash");
        row.Property(r => r.State).HasColumnName("state");
        row.Property(r => r.SentAt).HasColumnName("sent_at");
        row.Property(r => r.ExpiresAt).HasColumnName("expires_at");
        row.Property(r => r.AnsweredAt).HasColumnName("answered_at");
        row.Property(r => r.Score).HasColumnName("score");
        row.Property(r => r.Solved).HasColumnName("solved");
        row.Property(r => r.Comment).HasColumnName("comment");
        row.Property(r => r.Channel).HasColumnName("channel");
        row.Property(r => r.SkipReason).HasColumnName("skip_reason");
        row.Property(r => r.DeliveredAt).HasColumnName("delivered_at");
        row.Property(r => r.Reminders).HasColumnName("reminders").HasDefaultValue(0);
        row.Property(r => r.QuestionnaireId).HasColumnName("questionnaire_id").HasDefaultValue(Guid.Empty);
        row.Property(r => r.QuestionnaireVersion).HasColumnName("questionnaire_version").HasDefaultValue(1);
        row.Property(r => r.Nps).HasColumnName("nps");
        row.Property(r => r.Ces).HasColumnName("ces");
        row.Property(r => r.Replies).HasColumnName("replies").HasColumnType("jsonb");
        row.Property(r => r.AnsweredVia).HasColumnName("answered_via");
        row.HasIndex(r => r.TokenHash).IsUnique().HasDatabaseName("surveys_by_token");
        row.HasIndex(r => new { r.Tenant, r.TicketId, r.Cycle }).IsUnique().HasFilter("state <> 'withdrawn'").HasDatabaseName("surveys_once_a_cycle");
        row.HasIndex(r => new { r.Tenant, r.Contact, r.SentAt }).HasDatabaseName("surveys_by_contact");
        row.HasIndex(r => new { r.Tenant, r.TicketId, r.Id }).HasDatabaseName("surveys_by_ticket");
        row.HasIndex(r => new { r.Tenant, r.Id }).HasDatabaseName("surveys_by_tenant");
    }

    private static void FollowUp(EntityTypeBuilder<FollowUpRow> row)
    {
        row.ToTable("follow_ups").HasKey(r => r.Id).HasName("follow_ups_pkey");
        row.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.TicketId).HasColumnName("ticket_id");
        row.Property(r => r.SurveyId).HasColumnName("survey_id");
        row.Property(r => r.Reason).HasColumnName("reason");
        row.Property(r => r.CreatedAt).HasColumnName("created_at");
        row.Property(r => r.DueAt).HasColumnName("due_at");
        row.Property(r => r.Outcome).HasColumnName("outcome");
        row.Property(r => r.Note).HasColumnName("note");
        row.Property(r => r.CompletedAt).HasColumnName("completed_at");
        row.Property(r => r.CompletedBy).HasColumnName("completed_by");
        row.Property(r => r.Card).HasColumnName("card").HasColumnType("jsonb");
        row.Property(r => r.ClosedSequence).HasColumnName("closed_sequence").HasDefaultValue(0L);
        row.Property(r => r.Attempts).HasColumnName("attempts").HasDefaultValue(0);
        row.Property(r => r.CallSolved).HasColumnName("call_solved");
        row.Property(r => r.CallScore).HasColumnName("call_score");
        row.Property(r => r.CallNps).HasColumnName("call_nps");
        row.Property(r => r.EscalatedAt).HasColumnName("escalated_at");
        row.HasOne(r => r.Survey).WithMany().HasForeignKey(r => r.SurveyId).HasConstraintName("follow_ups_survey_fkey").OnDelete(DeleteBehavior.Restrict);
        row.HasIndex(r => r.SurveyId).IsUnique().HasDatabaseName("follow_ups_once_a_survey");
        row.HasIndex(r => new { r.Tenant, r.Id }).HasDatabaseName("follow_ups_by_tenant");
        row.HasIndex(r => new { r.Tenant, r.TicketId }).HasDatabaseName("follow_ups_by_ticket");
        row.HasIndex(r => new { r.Tenant, r.DueAt }).HasFilter("completed_at IS NULL").HasDatabaseName("follow_ups_open");
    }

    private static void Reopening(EntityTypeBuilder<ReopeningRow> row)
    {
        row.ToTable("reopenings").HasKey(r => new { r.Tenant, r.TicketId }).HasName("reopenings_pkey");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.TicketId).HasColumnName("ticket_id");
        row.Property(r => r.Sequence).HasColumnName("sequence");
    }

    private static void Tenant(EntityTypeBuilder<TenantCopyRow> row)
    {
        row.ToTable("tenant_copies").HasKey(r => r.Tenant).HasName("tenant_copies_pkey");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.Brand).HasColumnName("brand");
        row.Property(r => r.Languages).HasColumnName("languages");
        row.Property(r => r.TimeZone).HasColumnName("time_zone");
        row.Property(r => r.Sequence).HasColumnName("sequence");
    }
}
