using System.Text.RegularExpressions;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Templates;

namespace ServiceMesh.Notification.Tests.Wording_messages;

/// <summary>A subject that ends with a stop stands in our sentences, which have one of their own.</summary>
public sealed partial class Quoted_subjects
{
    private static readonly Renderer s_renderer = new();

    public static TheoryData<string, string> Messages()
    {
        var all = new TheoryData<string, string>();
        foreach (var name in Template.All)
        {
            all.Add(name, "zh");
            all.Add(name, "en");
        }

        return all;
    }

    [Theory, MemberData(nameof(Messages))]
    public void Never_double_a_stop(string template, string language)
    {
        var subject = language == "zh" ? "ERP 打不开，请尽快处理。" : "The ERP does not start.";
        var content = Of(template, language, subject);
        Assert.DoesNotMatch(Doubled(), s_renderer.Brief(content, DeliveryChannels.Im).Text);
        Assert.DoesNotMatch(Doubled(), s_renderer.Mail(content).Text);
    }

    [Fact]
    public void Are_whole_where_they_stand_alone()
    {
        var mail = s_renderer.Mail(Of(Template.TicketOpened, "zh", "ERP 打不开。"));
        Assert.EndsWith("ERP 打不开。", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("ERP 打不开。", mail.Text, StringComparison.Ordinal);
        Assert.Equal("已收到您的服务请求 T-1（ERP 打不开）。", s_renderer.Brief(Of(Template.TicketOpened, "zh", "ERP 打不开。"), DeliveryChannels.Im).Text);
        Assert.Equal("We have your request T-1 (Is it down?).", s_renderer.Brief(Of(Template.TicketOpened, "en", "Is it down?"), DeliveryChannels.Im).Text);
    }

    private static Content Of(string template, string language, string subject) => new()
    {
        Template = template, Language = language, Brand = "Brand",
        Values = new Dictionary<string, string?> { ["number"] = "T-1", ["subject"] = subject, ["customer"] = "C", ["severity"] = "1", ["engineer"] = "E", ["contact"] = "P", ["author"] = "A" },
    };

    [GeneratedRegex("[。.][）)”\"]*[。.，,](?!\\.)")]
    private static partial Regex Doubled();
}
