using NodaTime;
using ServiceMesh.Sla.Domain;
using ServiceMesh.Sla.Domain.Money;
using Xunit;

namespace ServiceMesh.Sla.Tests.Money;

/// <summary>Short ways to write clauses and breaches.</summary>
internal static class GivenMoney
{
    private static readonly HashSet<string> _clocks = ["firstResponse", "resolution", "diagnosis"];

    public static ContractMoney Cny(decimal fee, decimal? cap = null) => new(fee, "CNY", cap);

    public static Compensation Read(params ClauseDefinition[] clauses)
    {
        var errors = new List<FieldError>();
        var read = CompensationReader.Read(new(clauses), _clocks, "compensation", errors);
        Assert.Empty(errors);
        return read!;
    }

    public static Clause Clause(ClauseDefinition definition) => Read(definition).Clauses[0];

    public static IReadOnlyList<string> Errors(params ClauseDefinition[] clauses)
    {
        var errors = new List<FieldError>();
        Assert.Null(CompensationReader.Read(new(clauses), _clocks, "compensation", errors));
        return [.. errors.Select(e => e.Field)];
    }

    public static Late LateBy(string wall, string? working = null) => new(Ticks(wall), Ticks(working ?? wall));

    public static CountedBreach Breach(Clause? clause, int day = 1, Late late = default, string? clock = null) => new(
        Guid.CreateVersion7(), Instant.FromUtc(2026, 3, 1, 0, 0) + Duration.FromDays(day - 1), Guid.CreateVersion7(), clock ?? clause?.Clock ?? "resolution", 1, "gold", clause, late);

    private static long Ticks(string duration) => ServiceMesh.Sla.Domain.Policies.IsoDuration.Read(duration)!.Value.BclCompatibleTicks;
}
