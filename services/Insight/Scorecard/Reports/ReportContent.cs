using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ServiceMesh.Insight.Domain.Scorecard;
using ServiceMesh.Insight.Scorecard.Cards;
using ServiceMesh.Insight.Vendors;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Scorecard.Reports;

/// <summary>What is frozen. Names of people are not in it: they are read when it is shown.</summary>
/// <param name="Formula">The whole formula: a report needs nothing else to be checked.</param>
/// <param name="Trends">The score month by month, by subject.</param>
/// <param name="Corrections">What came late for the period before: its report stays as it is.</param>
/// <param name="CorrectsReport">The report they correct; null when there was none.</param>
/// <param name="TicketsKept">The tickets behind its figures lie beside it; false in reports from before they were kept.</param>
/// <param name="Products">Of vendors: whose products counted; null for other kinds.</param>
/// <param name="Vendors">Of vendors: reference cases and certifications known on the period's last day; null for other kinds and in reports from before they were kept.</param>
/// <param name="Spreads">Distributions of the subjects that are printed each by itself; null in reports from before they were kept.</param>
public sealed record ReportContent(
    string Kind, string Period, string From, string To, string TimeZone, Formula Formula, IReadOnlyList<Card> Cards, IReadOnlyDictionary<Guid, IReadOnlyList<TrendPoint>> Trends,
    Guid? CorrectsReport, IReadOnlyList<Correction> Corrections, IReadOnlyDictionary<Guid, IReadOnlyList<BucketCounts>>? Spreads = null, bool TicketsKept = false,
    IReadOnlyDictionary<Guid, IReadOnlyList<Guid>>? Products = null, IReadOnlyDictionary<Guid, VendorEvidence>? Vendors = null)
{
    internal string Write() => JsonSerializer.Serialize(this, JsonDefaults.Options);

    internal static ReportContent Read(string text) => JsonSerializer.Deserialize<ReportContent>(text, JsonDefaults.Options)!;

    internal static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>A figure that is other now than when it was frozen.</summary>
/// <param name="Name">Of the subject; null for engineers.</param>
/// <param name="WasValue">In the dimension's unit; null when nothing was measured.</param>
public sealed record Correction(
    string Period, Guid Id, string? Name, string Dimension, decimal? WasValue, long WasCount, decimal? NowValue, long NowCount, decimal? WasScore, decimal? NowScore);

/// <summary>Compares scorecards.</summary>
public static class Comparison
{
    /// <summary>Figures of the same period, frozen and now: those that differ. Figures from elsewhere are no part of it.</summary>
    public static IReadOnlyList<Correction> Corrections(string period, IReadOnlyList<Card> frozen, IReadOnlyList<Card> now)
    {
        ArgumentNullException.ThrowIfNull(frozen);
        ArgumentNullException.ThrowIfNull(now);
        var (before, after) = (frozen.ToDictionary(c => c.Id), now.ToDictionary(c => c.Id));
        return [.. from id in before.Keys.Union(after.Keys).Order()
            let was = before.GetValueOrDefault(id)
            let isNow = after.GetValueOrDefault(id)
            from name in (was ?? isNow)!.Dimensions.Select(d => d.Name)
            let old = was?.Dimensions.FirstOrDefault(d => d.Name == name)
            let fresh = isNow?.Dimensions.FirstOrDefault(d => d.Name == name)
            where !(old?.FromReference == true || fresh?.FromReference == true) && (old?.Value != fresh?.Value || (old?.Count ?? 0) != (fresh?.Count ?? 0) || old?.Good != fresh?.Good)
            select new Correction(period, id, isNow?.Name ?? was?.Name, name, old?.Value, old?.Count ?? 0, fresh?.Value, fresh?.Count ?? 0, was?.Score, isNow?.Score)];
    }

    /// <summary>Two reports of following periods, subject by subject.</summary>
    public static IReadOnlyList<CardChange> Changes(IReadOnlyList<Card> before, IReadOnlyList<Card> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var old = before.ToDictionary(c => c.Id);
        return [.. after.Select(card =>
        {
            var was = old.GetValueOrDefault(card.Id);
            return new CardChange(card.Id, was?.Score, was?.Grade, card.Score - was?.Score, [.. card.Dimensions.Select(d =>
            {
                var then = was?.Dimensions.FirstOrDefault(w => w.Name == d.Name);
                return new DimensionChange(d.Name, then?.Value, then?.Points, d.Points - then?.Points);
            })]);
        })];
    }
}

/// <summary>A subject against the period before.</summary>
/// <param name="ScoreChange">Null when one of the two has no score.</param>
public sealed record CardChange(Guid Id, decimal? WasScore, string? WasGrade, decimal? ScoreChange, IReadOnlyList<DimensionChange> Dimensions);

/// <param name="PointsChange">Null when one of the two has no points.</param>
public sealed record DimensionChange(string Name, decimal? WasValue, decimal? WasPoints, decimal? PointsChange);
