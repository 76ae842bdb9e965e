using System.Net;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.People;

public sealed class Certificates_and_profiles(DispatchApp app)
{
    private static readonly string[] s_channels = ["voice", "email"];
    private static readonly string[] s_languages = ["zh-CN"];
    private static readonly string[] s_regions = ["华东"];
    private static readonly string[] s_skills = ["SAP-FI", "MM"];
    private static readonly LocalDate s_today = new(2026, 11, 23);

    [Theory]
    [InlineData(31, null)]
    [InlineData(30, false)]
    [InlineData(0, false)]
    [InlineData(-1, true)]
    public void A_certificate_is_spoken_of_from_thirty_days_before_its_end(int daysLeft, bool? expired)
    {
        var certificate = new Certificate("SAP FI", s_today.PlusDays(daysLeft).ToDateOnly());
        Assert.Equal(expired, CertificateNotices.Due([certificate], s_today).SingleOrDefault()?.Expired);
        Assert.Equal(daysLeft >= 0, certificate.IsValidOn(s_today.ToDateOnly()));
    }

    /// <summary>Looking on the days named as next is as good as looking every day.</summary>
    [Fact]
    public void Looking_on_the_next_days_misses_nothing() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(-50, 200).ListOf().ToArbitrary(), days =>
        {
            var certificates = days.Select((d, i) => new Certificate($"c{i}", s_today.PlusDays(d).ToDateOnly())).ToList();
            HashSet<CertificateNotice> daily = [], byNext = [];
            for (var day = s_today; day < s_today.PlusDays(300); day = day.PlusDays(1)) daily.UnionWith(CertificateNotices.Due(certificates, day));
            for (LocalDate? day = s_today; day is { } d; day = CertificateNotices.Next(certificates, d)) byNext.UnionWith(CertificateNotices.Due(certificates, d));
            Assert.True(daily.SetEquals(byNext));
        }));

    [Fact]
    public async Task A_profile_is_kept_told_and_watched()
    {
        var vendor = app.NewVendor();
        var li = await vendor.EngineerAsync("Li", await vendor.TeamAsync("Field"));
        var customer = Guid.CreateVersion7();
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var view = await vendor.SendAsync(HttpMethod.Put, $"/api/v1/engineers/{li}/profile", new
        {
            phone = "+8613800000000", pageChannels = s_channels, skills = new[] { new { name = "SAP-FI", level = 5 } },
            certificates = new object[] { new { name = "SAP FI", validUntil = today.AddDays(10) }, new { name = "electrician", validUntil = today.AddDays(-5) }, new { name = "用友 U8" } },
            languages = s_languages, regions = s_regions, knows = new[] { customer }, trainings = new[] { new { title = "Safety", completedOn = today } },
        });
        Assert.Contains("electrician", Assert.Single(view.GetProperty("warnings").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Equal(5, view.GetProperty("skills")[0].GetProperty("level").GetInt32());
        var changed = (await vendor.PublishedAsync<EngineerChanged>())[^1];
        Assert.Equal(new PassedTraining("Safety", today), Assert.Single(changed.Trainings!));
        Assert.Equal(("+8613800000000", "SAP-FI", 3), (changed.Phone, Assert.Single(changed.Skills), changed.Certificates!.Count));
        await Eventually.Async(async () => (await vendor.PublishedAsync<CertificateExpiring>()).Count == 2, what: "both certificates are spoken of");
        Assert.Equal([("SAP FI", false), ("electrician", true)], (await vendor.PublishedAsync<CertificateExpiring>()).Select(e => (e.Certificate, e.Expired)));

        // The list knows nothing of levels; a change there keeps the profile.
        await vendor.SendAsync(HttpMethod.Put, $"/api/v1/engineers/{li}", new { name = "Li", language = "en", skills = s_skills });
        var skills = (await vendor.GetAsync($"/api/v1/engineers/{li}/profile")).GetProperty("skills");
        Assert.Equal([("SAP-FI", 5), ("MM", 3)], skills.EnumerateArray().Select(s => (s.GetProperty("name").GetString(), s.GetProperty("level").GetInt32())));
    }

    [Theory]
    [InlineData("""{"phone":"12"}""")]
    [InlineData("""{"pageChannels":["pigeon"]}""")]
    [InlineData("""{"skills":[{"name":"A"},{"name":"a"}]}""")]
    [InlineData("""{"skills":[{"name":"A","level":6}]}""")]
    [InlineData("""{"certificates":[{"name":" "}]}""")]
    [InlineData("""{"knows":["01a2071f-5dc3-7789-b93d-66562e0936c1"],"avoids":["01a2071f-5dc3-7789-b93d-66562e0936c1"]}""")]
    public async Task Profiles_that_cannot_be_are_refused(string body)
    {
        var vendor = app.NewVendor();
        var li = await vendor.EngineerAsync("Li", await vendor.TeamAsync("Field"));
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        Assert.Equal("request.invalid", await vendor.ProblemAsync(HttpStatusCode.BadRequest, HttpMethod.Put, $"/api/v1/engineers/{li}/profile", content));
    }
}
