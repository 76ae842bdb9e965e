using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Triage_and_ranking;

public sealed class Severity_by_impact_and_urgency
{
    [Theory]
    [InlineData(Level.High, Level.High, 1)]
    [InlineData(Level.High, Level.Medium, 2)]
    [InlineData(Level.High, Level.Low, 3)]
    [InlineData(Level.Medium, Level.High, 2)]
    [InlineData(Level.Medium, Level.Medium, 3)]
    [InlineData(Level.Medium, Level.Low, 4)]
    [InlineData(Level.Low, Level.High, 3)]
    [InlineData(Level.Low, Level.Medium, 4)]
    [InlineData(Level.Low, Level.Low, 5)]
    public void Follows_the_matrix(Level impact, Level urgency, int severity)
    {
        Assert.Equal(severity, SeverityMatrix.Of(impact, urgency));
        Assert.Equal(new Grading(impact, urgency, severity, "matrix"), SeverityMatrix.First(TicketKind.Request, impact, urgency));
    }

    [Fact]
    public void What_is_missing_is_medium_and_said_so()
    {
        var grading = SeverityMatrix.First(TicketKind.Request, null, null);
        Assert.Equal((Level.Medium, Level.Medium, 3), (grading.Impact, grading.Urgency, grading.Severity));
        Assert.Equal("matrix (impact not given, medium taken; urgency not given, medium taken)", grading.DecidedBy);
        Assert.Equal("matrix (urgency not given, medium taken)", SeverityMatrix.First(TicketKind.Request, Level.High, null).DecidedBy);
    }

    [Fact]
    public void A_callback_is_urgent_unless_somebody_said_otherwise()
    {
        var grading = SeverityMatrix.First(TicketKind.Callback, null, null);
        Assert.Equal((Level.High, 2), (grading.Urgency, grading.Severity));
        Assert.Contains("callback", grading.DecidedBy, StringComparison.Ordinal);
        Assert.Equal(Level.Low, SeverityMatrix.First(TicketKind.Callback, Level.High, Level.Low).Urgency);
    }
}
