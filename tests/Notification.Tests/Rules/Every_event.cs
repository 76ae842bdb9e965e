using System.Text.RegularExpressions;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Rules;

/// <summary>No event is forgotten: it becomes messages or copies, or the README says why not.</summary>
public sealed partial class Every_event
{
    [Fact]
    public void Is_handled_or_silent_on_purpose()
    {
        var handled = typeof(NotificationOptions).Assembly.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false }).SelectMany(t => t.GetInterfaces())
            .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IHandle<>)).Select(i => i.GetGenericArguments()[0].Name).ToHashSet();
        var setup = File.ReadAllText(TestPaths.In("services", "Notification", "NotificationSetup.cs"));
        var readme = File.ReadAllText(TestPaths.In("services", "Notification", "README.md"));
        var silent = readme[readme.IndexOf("**Nobody, on purpose.**", StringComparison.Ordinal)..readme.IndexOf("**By which channel.**", StringComparison.Ordinal)]
            .Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal)).SelectMany(l => Name().Matches(l.Split('|')[1]).Select(m => m.Value)).ToHashSet();
        var events = typeof(Event).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Event)) && !t.IsAbstract).Select(t => t.Name).ToList();

        Assert.All(handled, name => Assert.Contains($".Handle<{name}, ", setup, StringComparison.Ordinal));
        Nobody(events.Where(e => !handled.Contains(e) && !silent.Contains(e)));
        // Nothing is named that is not there, or is told after all.
        Nobody(silent.Where(s => !events.Contains(s) || (handled.Contains(s) && s != nameof(TicketClosed))));
    }

    /// <summary>What a person may ask about, and what the Desk calls each message.</summary>
    [Fact]
    public void The_Desk_knows_every_message()
    {
        var panel = File.ReadAllText(TestPaths.In("services", "Desk", "Ticket", "Panels", "WhyPanel.razor"));
        var words = File.ReadAllText(TestPaths.In("services", "Desk", "Words", "Words.Tickets.cs"));
        Nobody(Template.All.Where(t => !words.Contains($"\"{t}\" => T(", StringComparison.Ordinal)));
        // These are about no ticket.
        Nobody(Template.All.Except([Template.Digest, Template.Announcement, Template.EndpointOff, Template.EngineLost, Template.CertificateExpiring])
            .Where(t => !t.StartsWith("maintenance-", StringComparison.Ordinal) && !panel.Contains($"\"{t}\"", StringComparison.Ordinal)));
    }

    private static void Nobody(IEnumerable<string> names) => Assert.Equal("", string.Join(", ", names));

    [GeneratedRegex(@"\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b")]
    private static partial Regex Name();
}
