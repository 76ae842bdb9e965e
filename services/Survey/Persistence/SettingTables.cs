using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceMesh.Survey.Persistence;

/// <summary>The tables beside surveys and calls.</summary>
internal static class SettingTables
{
    public static void Link(EntityTypeBuilder<LinkRow> row)
    {
        row.ToTable("survey_links").HasKey(r => r.TokenHash).HasName("survey_links_pkey");
        row.Property(r => r.TokenHash).HasColumnName("token_hash");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.SurveyId).HasColumnName("survey_id");
        row.Property(r => r.Channel).HasColumnName("channel");
        row.Property(r => r.CreatedAt).HasColumnName("created_at");
        row.Property(r => r.Trace).HasColumnName("trace");
        row.HasOne<SurveyRow>().WithMany().HasForeignKey(r => r.SurveyId).HasConstraintName("survey_links_survey_fkey").OnDelete(DeleteBehavior.Cascade);
        row.HasIndex(r => r.SurveyId).HasDatabaseName("survey_links_by_survey");
    }

    public static void Questionnaire(EntityTypeBuilder<QuestionnaireRow> row)
    {
        row.ToTable("questionnaires").HasKey(r => new { r.Tenant, r.Id, r.Version }).HasName("questionnaires_pkey");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.Id).HasColumnName("id");
        row.Property(r => r.Version).HasColumnName("version");
        row.Property(r => r.Name).HasColumnName("name");
        row.Property(r => r.WorkType).HasColumnName("work_type");
        row.Property(r => r.ProductId).HasColumnName("product_id");
        row.Property(r => r.Brand).HasColumnName("brand");
        row.Property(r => r.Body).HasColumnName("body").HasColumnType("jsonb");
        row.Property(r => r.CreatedAt).HasColumnName("created_at");
        row.Property(r => r.CreatedBy).HasColumnName("created_by");
        row.Property(r => r.RetiredAt).HasColumnName("retired_at");
    }

    public static void Rules(EntityTypeBuilder<RulesRow> row)
    {
        row.ToTable("survey_rules").HasKey(r => new { r.Tenant, r.Version }).HasName("survey_rules_pkey");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.Version).HasColumnName("version");
        row.Property(r => r.Body).HasColumnName("body").HasColumnType("jsonb");
        row.Property(r => r.CreatedAt).HasColumnName("created_at");
        row.Property(r => r.CreatedBy).HasColumnName("created_by");
    }

    public static void Contact(EntityTypeBuilder<ContactCopyRow> row)
    {
        row.ToTable("contact_copies").HasKey(r => new { r.Tenant, r.ContactId }).HasName("contact_copies_pkey");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.ContactId).HasColumnName("contact_id");
        row.Property(r => r.Phones).HasColumnName("phones");
        row.Property(r => r.Sequence).HasColumnName("sequence");
    }
}
