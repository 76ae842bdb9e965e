using System.Reflection;
using System.Text.RegularExpressions;
using ServiceMesh.Notification.Notices;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Rules;

/// <summary>Every address in a message is a page that there is.</summary>
public sealed partial class Links_lead_somewhere
{
    [Fact]
    public void Every_path_is_a_route_of_the_Desk_or_of_the_service_that_serves_it()
    {
        var desk = Files("services/Desk", "*.razor").SelectMany(f => Page().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)).ToList();
        var id = Guid.CreateVersion7();
        string[] paths = [Links.Ticket(id), Links.Run(id), Links.Engineer(id), Links.Progress + "/token", .. Constants().Except([Links.Progress, Links.Survey, Links.Acknowledge])];
        Assert.All(paths, path => Assert.Contains(desk, route => Pattern(route).IsMatch(path)));
        // Pages for people without an account, which their services make.
        Assert.Contains(Files("services/Survey", "*.cs"), f => File.ReadAllText(f).Contains($"\"{Links.Survey}/{{token}}", StringComparison.Ordinal));
        Assert.Contains(Files("services/Dispatch", "*.cs"), f => File.ReadAllText(f).Contains($"\"{Links.Acknowledge}/{{token}}", StringComparison.Ordinal));
    }

    [Fact]
    public void No_message_names_a_path_of_its_own()
    {
        var named = Files("services/Notification", "*.cs").Where(f => Literal().IsMatch(File.ReadAllText(f))).Select(Path.GetFileName).ToList();
        Assert.Empty(named);
    }

    private static IEnumerable<string> Constants() => typeof(Links).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!);

    private static string[] Files(string folder, string pattern) => [.. Directory.EnumerateFiles(Path.Combine(TestPaths.Root, folder), pattern, SearchOption.AllDirectories)
        .Where(f => !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal))];

    private static Regex Pattern(string route) => new("^" + Parameter().Replace(route, "[^/]+") + "$");

    [GeneratedRegex("^@page \"([^\"]+)\"", RegexOptions.Multiline)]
    private static partial Regex Page();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("\\bPath = \\$?\"/")]
    private static partial Regex Literal();
}
