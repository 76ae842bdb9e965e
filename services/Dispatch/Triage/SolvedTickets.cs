using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Triage;

/// <summary>A solved ticket as suggestions find it. Written at resolving, so that the opening of tickets pays nothing for the search.</summary>
public sealed class SolvedTicket
{
    public required Guid TicketId { get; init; }
    public required string Tenant { get; init; }
    public required string Number { get; init; }
    public required string Subject { get; init; }
    public string? Category { get; init; }
    public string? FaultClass { get; init; }
    public Guid? ProductId { get; init; }
    public string? ProductName { get; init; }
    public required string Resolution { get; init; }
    public string? CauseCode { get; init; }
    public required DateTimeOffset ResolvedAt { get; init; }

    /// <summary>The words of subject and text, see <see cref="SearchWords"/>.</summary>
    public required NpgsqlTsVector Words { get; init; }
}

/// <summary>Keeps the solved tickets for the search.</summary>
internal static class SolvedTickets
{
    private const int MostWords = 300;

    private const string Read = "SELECT facts->>'text' FROM ticket_reports WHERE tenant = $1 AND ticket_id = $2";

    private const string Write = """
        INSERT INTO solved_tickets (ticket_id, tenant, number, subject, category, fault_class, product_id, product_name, resolution, cause_code, resolved_at, words)
        SELECT id, tenant, number, subject, category, $3, product_id, product_name, $4, $5, $6, array_to_tsvector($7) FROM tickets WHERE tenant = $1 AND id = $2
        ON CONFLICT (ticket_id) DO UPDATE SET category = excluded.category, fault_class = excluded.fault_class, product_id = excluded.product_id,
            product_name = excluded.product_name, resolution = excluded.resolution, cause_code = excluded.cause_code, resolved_at = excluded.resolved_at
        """;

    public static async Task KeepAsync(Work work, Ticket resolved, CancellationToken ct)
    {
        string? text;
        await using (var read = Command(work, Read, resolved)) text = await read.ExecuteScalarAsync(ct) as string;
        await using var write = Command(work, Write, resolved);
        write.Parameters.Add(Text(resolved.FaultClass));
        write.Parameters.Add(Text(resolved.Resolution ?? ""));
        write.Parameters.Add(Text(resolved.CauseCode));
        write.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = (resolved.ResolvedAt ?? work.Now).ToUniversalTime() });
        write.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. SearchWords.Of($"{resolved.Subject}\n{text}", MostWords)] });
        await write.ExecuteNonQueryAsync(ct);
    }

    /// <summary>It was not solved after all.</summary>
    public static async Task ForgetAsync(Work work, Ticket ticket, CancellationToken ct)
    {
        await using var delete = Command(work, "DELETE FROM solved_tickets WHERE tenant = $1 AND ticket_id = $2", ticket);
        await delete.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlCommand Command(Work work, string sql, Ticket t) => new(sql, work.Connection, work.Transaction)
    {
        Parameters = { new NpgsqlParameter<string> { TypedValue = t.Tenant }, new NpgsqlParameter<Guid> { TypedValue = t.Id } },
    };

    private static NpgsqlParameter Text(string? value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)value ?? DBNull.Value };
}

internal sealed class SolvedTicketConfiguration : IEntityTypeConfiguration<SolvedTicket>
{
    public void Configure(EntityTypeBuilder<SolvedTicket> t)
    {
        t.ToTable("solved_tickets");
        t.HasKey(x => x.TicketId);
        t.Property(x => x.TicketId).HasColumnName("ticket_id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.Number).HasColumnName("number");
        t.Property(x => x.Subject).HasColumnName("subject");
        t.Property(x => x.Category).HasColumnName("category");
        t.Property(x => x.FaultClass).HasColumnName("fault_class");
        t.Property(x => x.ProductId).HasColumnName("product_id");
        t.Property(x => x.ProductName).HasColumnName("product_name");
        t.Property(x => x.Resolution).HasColumnName("resolution");
        t.Property(x => x.CauseCode).HasColumnName("cause_code");
        t.Property(x => x.ResolvedAt).HasColumnName("resolved_at");
        t.Property(x => x.Words).HasColumnName("words").HasColumnType("tsvector");
        t.HasIndex(x => x.Words, "ix_solved_tickets_words").HasMethod("gin");
        t.HasIndex(x => new { x.Tenant, x.ResolvedAt }, "ix_solved_tickets_resolved");
    }
}

/// <summary>The trigram index, where PostgreSQL has the extension; without it suggestions go by words alone.</summary>
internal static class SolvedTicketSubjects
{
    public const string Up = """
        DO $do$
        BEGIN
            CREATE INDEX ix_solved_tickets_subject ON solved_tickets USING gin (subject gin_trgm_ops);
        EXCEPTION WHEN undefined_object OR insufficient_privilege THEN
            RAISE WARNING 'Suggestions go by whole words: pg_trgm is not to be had.';
        END $do$;
        """;
}
