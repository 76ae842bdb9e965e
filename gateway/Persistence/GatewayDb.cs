using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceMesh.Gateway.Persistence;

/// <summary>The gateway's own database.</summary>
public sealed class GatewayDb(DbContextOptions<GatewayDb> options) : DbContext(options)
{
    public DbSet<Tenant> Tenants => Set<Tenant>();
    public DbSet<Account> Accounts => Set<Account>();
    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();
    public DbSet<SignInFailures> SignInFailures => Set<SignInFailures>();
    public DbSet<ProtectionKey> ProtectionKeys => Set<ProtectionKey>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Tenant>(Describe);
        modelBuilder.Entity<Account>(Describe);
        modelBuilder.Entity<Session>(Describe);
        modelBuilder.Entity<ApiKey>(Describe);
        modelBuilder.Entity<SignInFailures>(Describe);
        modelBuilder.Entity<ProtectionKey>(Describe);
    }

    private static void Describe(EntityTypeBuilder<Tenant> tenant)
    {
        tenant.ToTable("tenants").HasKey(t => t.Id);
        tenant.Property(t => t.Id).HasColumnName("id").ValueGeneratedNever();
        tenant.Property(t => t.Key).HasColumnName("key");
        tenant.Property(t => t.Name).HasColumnName("name");
        tenant.Property(t => t.TimeZone).HasColumnName("time_zone");
        tenant.Property(t => t.Languages).HasColumnName("languages");
        tenant.Property(t => t.Brand).HasColumnName("brand");
        tenant.Property(t => t.CreatedAt).HasColumnName("created_at");
        tenant.HasAlternateKey(t => t.Key).HasName("tenants_key");
    }

    private static void Describe(EntityTypeBuilder<Account> account)
    {
        account.ToTable("accounts").HasKey(a => a.Id);
        account.Property(a => a.Id).HasColumnName("id").ValueGeneratedNever();
        account.Property(a => a.Tenant).HasColumnName("tenant");
        account.Property(a => a.Email).HasColumnName("email");
        account.Property(a => a.Name).HasColumnName("name");
        account.Property(a => a.Roles).HasColumnName("roles");
        account.Property(a => a.Language).HasColumnName("language");
        account.Property(a => a.ContactId).HasColumnName("contact_id");
        account.Property(a => a.PasswordHash).HasColumnName("password_hash");
        account.Property(a => a.MustChangePassword).HasColumnName("must_change_password");
        account.Property(a => a.Active).HasColumnName("active");
        account.Property(a => a.CreatedAt).HasColumnName("created_at");
        account.HasIndex(a => a.Email).IsUnique().HasDatabaseName("accounts_email");
        account.HasIndex(a => new { a.Tenant, a.Id }).HasDatabaseName("accounts_tenant");
        account.HasOne<Tenant>().WithMany().HasForeignKey(a => a.Tenant).HasPrincipalKey(t => t.Key);
    }

    private static void Describe(EntityTypeBuilder<Session> session)
    {
        session.ToTable("sessions").HasKey(s => s.Id);
        session.Property(s => s.Id).HasColumnName("id").ValueGeneratedNever();
        session.Property(s => s.TokenHash).HasColumnName("token_hash");
        session.Property(s => s.AccountId).HasColumnName("account_id");
        session.Property(s => s.CreatedAt).HasColumnName("created_at");
        session.Property(s => s.LastSeenAt).HasColumnName("last_seen_at");
        session.HasIndex(s => s.TokenHash).IsUnique().HasDatabaseName("sessions_token_hash");
        session.HasIndex(s => s.LastSeenAt).HasDatabaseName("sessions_last_seen_at");
        session.HasIndex(s => s.AccountId).HasDatabaseName("sessions_account_id");
        session.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Cascade);
    }

    private static void Describe(EntityTypeBuilder<ApiKey> key)
    {
        key.ToTable("api_keys").HasKey(k => k.Id);
        key.Property(k => k.Id).HasColumnName("id").ValueGeneratedNever();
        key.Property(k => k.Tenant).HasColumnName("tenant");
        key.Property(k => k.Name).HasColumnName("name");
        key.Property(k => k.Roles).HasColumnName("roles");
        key.Property(k => k.SecretHash).HasColumnName("secret_hash");
        key.Property(k => k.CreatedAt).HasColumnName("created_at");
        key.Property(k => k.CreatedBy).HasColumnName("created_by");
        key.HasIndex(k => new { k.Tenant, k.Id }).HasDatabaseName("api_keys_tenant");
        key.HasOne<Tenant>().WithMany().HasForeignKey(k => k.Tenant).HasPrincipalKey(t => t.Key);
    }

    private static void Describe(EntityTypeBuilder<SignInFailures> failures)
    {
        failures.ToTable("sign_in_failures").HasKey(f => f.Subject);
        failures.Property(f => f.Subject).HasColumnName("subject");
        failures.Property(f => f.Count).HasColumnName("count");
        failures.Property(f => f.Since).HasColumnName("since");
        failures.Property(f => f.LockedUntil).HasColumnName("locked_until");
        failures.HasIndex(f => f.Since).HasDatabaseName("sign_in_failures_since");
    }

    private static void Describe(EntityTypeBuilder<ProtectionKey> key)
    {
        key.ToTable("protection_keys").HasKey(k => k.Name);
        key.Property(k => k.Name).HasColumnName("name");
        key.Property(k => k.Xml).HasColumnName("xml");
    }
}
