using ServiceMesh.Insight.Projections;
using ServiceMesh.Insight.Scorecard.Cards;
using ServiceMesh.Insight.Scorecard.Facts;
using ServiceMesh.Insight.Scorecard.Formulas;
using ServiceMesh.Insight.Scorecard.Reports;
using ServiceMesh.Insight.Vendors;

namespace ServiceMesh.Insight.Scorecard;

/// <summary>Registration.</summary>
internal static class ScorecardSetup
{
    public static void AddScorecard(this IHostApplicationBuilder builder) => builder.AddProjection<ScoreProjection>();

    public static void MapScorecard(this IEndpointRouteBuilder app)
    {
        app.MapScorecards();
        app.MapFormulas();
        app.MapReports();
        app.MapVendors();
    }
}
