using System.Globalization;

namespace ServiceMesh.Intake.Domain;

/// <summary>The number people quote: <c>T-20261122-000123</c>.</summary>
public static class TicketNumber
{
    /// <summary>The text for a day in the tenant's zone and a count within it, from 1. Counts over 999,999 just get longer.</summary>
    public static string Format(DateOnly day, long count) => string.Create(CultureInfo.InvariantCulture, $"T-{day:yyyyMMdd}-{count:D6}");
}
