using Microsoft.EntityFrameworkCore;

namespace ServiceMesh.Intake.Persistence;

/// <summary>Customers, contacts, products, assets, contracts and the copy of the tenant.</summary>
internal static class MasterDataModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<TenantRow>(t =>
        {
            t.ToTable("tenants");
            t.HasKey(x => x.Tenant);
        });
        model.Entity<CustomerRow>(t =>
        {
            t.ToTable("customers");
            t.HasKey(x => new { x.Tenant, x.Id });
        });
        model.Entity<ContactRow>(t =>
        {
            t.ToTable("contacts");
            t.HasKey(x => new { x.Tenant, x.Id });
            t.HasIndex(x => new { x.Tenant, x.CustomerId, x.Id });
            t.HasIndex(x => new { x.Tenant, x.Email }).HasFilter("email IS NOT NULL");
            t.HasOne<CustomerRow>().WithMany().HasForeignKey(x => new { x.Tenant, x.CustomerId }).OnDelete(DeleteBehavior.Restrict);
            t.HasMany(x => x.Phones).WithOne().HasForeignKey(x => new { x.Tenant, x.ContactId });
        });
        model.Entity<ContactPhoneRow>(t =>
        {
            t.ToTable("contact_phones");
            t.HasKey(x => new { x.Tenant, x.ContactId, x.Position });
            t.HasIndex(x => new { x.Tenant, x.E164 });
        });
        model.Entity<ProductRow>(t =>
        {
            t.ToTable("products");
            t.HasKey(x => new { x.Tenant, x.Id });
            t.HasIndex(x => new { x.Tenant, x.Code }).IsUnique().HasDatabaseName(Unique.ProductCode);
            t.Property(x => x.Versions).HasColumnType("jsonb");
        });
        model.Entity<BrandRow>(t =>
        {
            t.ToTable("brands");
            t.HasKey(x => new { x.Tenant, x.Code });
        });
        model.Entity<AssetRow>(t =>
        {
            t.ToTable("assets");
            t.HasKey(x => new { x.Tenant, x.Id });
            t.HasIndex(x => new { x.Tenant, x.SerialNumber }).IsUnique().HasDatabaseName(Unique.AssetSerialNumber);
            t.HasIndex(x => new { x.Tenant, x.CustomerId, x.Id });
            t.HasOne<CustomerRow>().WithMany().HasForeignKey(x => new { x.Tenant, x.CustomerId }).OnDelete(DeleteBehavior.Restrict);
            t.HasOne<ProductRow>().WithMany().HasForeignKey(x => new { x.Tenant, x.ProductId }).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<ContractRow>(t =>
        {
            t.ToTable("contracts");
            t.HasKey(x => new { x.Tenant, x.Id });
            t.HasIndex(x => new { x.Tenant, x.Number }).IsUnique().HasDatabaseName(Unique.ContractNumber);
            // The version before does not name this column.
            t.Property(x => x.AssetIds).HasDefaultValueSql("'{}'");
            t.HasIndex(x => new { x.Tenant, x.CustomerId, x.Id });
            t.HasOne<CustomerRow>().WithMany().HasForeignKey(x => new { x.Tenant, x.CustomerId }).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<VisitRow>(t =>
        {
            t.ToTable("visits");
            t.HasKey(x => new { x.Tenant, x.VisitId });
            t.HasIndex(x => new { x.Tenant, x.TicketId });
        });
    }
}

/// <summary>Names of the unique indexes that an answer speaks of.</summary>
internal static class Unique
{
    public const string ProductCode = "ux_products_code";
    public const string AssetSerialNumber = "ux_assets_serial_number";
    public const string ContractNumber = "ux_contracts_number";
}
