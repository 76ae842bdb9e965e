using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Domain;

namespace ServiceMesh.Intake.Persistence;

/// <summary>Intake's database. Every table carries the tenant; every query filters by it.</summary>
public sealed class IntakeDb(DbContextOptions<IntakeDb> options) : DbContext(options)
{
    public DbSet<TenantRow> Tenants => Set<TenantRow>();
    public DbSet<CustomerRow> Customers => Set<CustomerRow>();
    public DbSet<ContactRow> Contacts => Set<ContactRow>();
    public DbSet<ContactPhoneRow> ContactPhones => Set<ContactPhoneRow>();
    public DbSet<ProductRow> Products => Set<ProductRow>();
    public DbSet<BrandRow> Brands => Set<BrandRow>();
    public DbSet<AssetRow> Assets => Set<AssetRow>();
    public DbSet<ContractRow> Contracts => Set<ContractRow>();
    public DbSet<VisitRow> Visits => Set<VisitRow>();
    public DbSet<TicketRow> Tickets => Set<TicketRow>();
    public DbSet<MessageRow> Messages => Set<MessageRow>();
    public DbSet<AttachmentRow> Attachments => Set<AttachmentRow>();
    public DbSet<ChannelRow> Channels => Set<ChannelRow>();
    public DbSet<ChannelTokenRow> ChannelTokens => Set<ChannelTokenRow>();
    public DbSet<ConversationRow> Conversations => Set<ConversationRow>();
    public DbSet<PlatformPersonRow> PlatformPeople => Set<PlatformPersonRow>();
    public DbSet<RequestClassRow> RequestClasses => Set<RequestClassRow>();
    public DbSet<RequestClassVersionRow> RequestClassVersions => Set<RequestClassVersionRow>();
    public DbSet<UnfinishedTicketRow> UnfinishedTickets => Set<UnfinishedTicketRow>();
    public DbSet<WebhookRow> Webhooks => Set<WebhookRow>();
    public DbSet<OnCallTeamRow> OnCallTeams => Set<OnCallTeamRow>();
    public DbSet<EngineerPhoneRow> EngineerPhones => Set<EngineerPhoneRow>();
    public DbSet<CallRow> Calls => Set<CallRow>();
    public DbSet<BlockedSenderRow> BlockedSenders => Set<BlockedSenderRow>();
    public DbSet<BlockedAttemptRow> BlockedAttempts => Set<BlockedAttemptRow>();
    public DbSet<CalendarRow> Calendars => Set<CalendarRow>();
    public DbSet<NumberBlockRow> NumberBlocks => Set<NumberBlockRow>();

    /// <inheritdoc />
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
        // A taken natural key is an answer, not an error; what is an error is logged by whoever catches it.
        optionsBuilder.ConfigureWarnings(w => w.Log((CoreEventId.SaveChangesFailed, LogLevel.Debug)));

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        MasterDataModel.Configure(modelBuilder);
        TicketModel.Configure(modelBuilder);
        ChannelModel.Configure(modelBuilder);
        BlockModel.Configure(modelBuilder);
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(t => t.GetProperties()))
            property.SetColumnName(ToSnakeCase(property.Name));
    }

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Channel>().HaveConversion<EnumText<Channel>>();
        configurationBuilder.Properties<TicketKind>().HaveConversion<EnumText<TicketKind>>();
        configurationBuilder.Properties<WorkType>().HaveConversion<EnumText<WorkType>>();
        configurationBuilder.Properties<Level>().HaveConversion<EnumText<Level>>();
        configurationBuilder.Properties<ActorKind>().HaveConversion<EnumText<ActorKind>>();
        configurationBuilder.Properties<TicketState>().HaveConversion<EnumText<TicketState>>();
        configurationBuilder.Properties<MessageKind>().HaveConversion<EnumText<MessageKind>>();
        configurationBuilder.Properties<DeliveryState>().HaveConversion<EnumText<DeliveryState>>();
        configurationBuilder.Properties<FileKind>().HaveConversion<EnumText<FileKind>>();
        configurationBuilder.Properties<ScanState>().HaveConversion<EnumText<ScanState>>();
        configurationBuilder.Properties<BlockKind>().HaveConversion<EnumText<BlockKind>>();
        configurationBuilder.Properties<ChannelKind>().HaveConversion<EnumText<ChannelKind>>();
    }

    private static string ToSnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
