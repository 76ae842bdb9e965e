using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Teams;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Calendars;

/// <summary>A copy of the newest version of one of Sla's calendars, by which teams may work.</summary>
public sealed class CalendarRow
{
    public required string Tenant { get; init; }
    public required Guid Id { get; init; }

    /// <summary>What teams name it by.</summary>
    public required string Name { get; init; }
    public required OpeningHours Hours { get; init; }
    public required long Sequence { get; init; }
}

/// <summary>Keeps the copy; an older state never replaces a newer one. Offers that wait for an answer keep their end.</summary>
internal sealed class OnCalendarChanged : IHandle<CalendarChanged>
{
    private const string Sql = """
        INSERT INTO calendars AS c (tenant, id, name, hours, sequence) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (tenant, id) DO UPDATE SET name = excluded.name, hours = excluded.hours, sequence = excluded.sequence WHERE c.sequence < excluded.sequence
        """;

    public async Task HandleAsync(CalendarChanged e, Work work, CancellationToken ct)
    {
        var hours = new OpeningHours(e.TimeZone, e.Week, e.Holidays, e.SpecialDays);
        await using var upsert = new NpgsqlCommand(Sql, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = e.Tenant },
                new NpgsqlParameter<Guid> { TypedValue = e.CalendarId },
                new NpgsqlParameter<string> { TypedValue = e.Name },
                new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = JsonSerializer.Serialize(hours, EventJson.Options) },
                new NpgsqlParameter<long> { TypedValue = e.Stream?.Sequence ?? 0 },
            },
        };
        if (await upsert.ExecuteNonQueryAsync(ct) > 0) await TeamHoursTurn.CalendarChangedAsync(work, e.Tenant, e.Name, ct);
    }
}

internal sealed class CalendarConfiguration : IEntityTypeConfiguration<CalendarRow>
{
    public void Configure(EntityTypeBuilder<CalendarRow> t)
    {
        t.ToTable("calendars");
        t.HasKey(x => new { x.Tenant, x.Id });
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.Id).HasColumnName("id");
        t.Property(x => x.Name).HasColumnName("name");
        t.Property(x => x.Hours).HasColumnName("hours").HasColumnType("jsonb").HasConversion(JsonText.Required<OpeningHours>());
        t.Property(x => x.Sequence).HasColumnName("sequence");
        t.HasIndex(x => new { x.Tenant, x.Name }, "ix_calendars_name");
    }
}
