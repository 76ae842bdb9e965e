using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MassTransit;
using Event = ServiceMesh.Contracts.Event;

namespace ServiceMesh.Contracts.Tests;

/// <summary>Makes docs/events.md from the contracts and their XML comments.</summary>
internal static partial class EventDocument
{
    private static readonly NullabilityInfoContext s_nullability = new();
    private static readonly Dictionary<string, string> s_comments = XDocument
        .Load(Path.ChangeExtension(typeof(Event).Assembly.Location, ".xml"))
        .Descendants("member").ToDictionary(m => m.Attribute("name")!.Value, Summary);

    public static string Write()
    {
        var text = new StringBuilder("""
            # Events

            Every event that services exchange, made from `services/Contracts` (a test fails when this page and the code differ;
            `UPDATE_DOCS=1 ./test contracts` writes it anew). Contracts change by addition only: a field once here is never renamed,
            removed or given another type.

            On the wire an event is the `message` of a MassTransit JSON envelope: camelCase names, nulls left out. Each also carries what
            `Event` has: `tenant`, `ticketId`, `occurredAt`, `by` (kind, id, name), `stream` (publisher, aggregate, sequence without gaps)
            and `trace` (W3C traceparent of the cause).

            """);
        foreach (var group in Types(t => t.IsSubclassOf(typeof(Event))).GroupBy(Publisher).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## Published by {group.Key}\n");
            foreach (var type in group) WriteType(text, type, $"`{MessageUrn.ForTypeString(type)}`\n\n");
        }
        text.Append("\n## Parts of events\n");
        foreach (var type in Types(t => !t.IsSubclassOf(typeof(Event)) && t != typeof(Event) && t.IsClass)) WriteType(text, type, "");
        text.Append("\n## Enumerations\n\n| name | values | meaning |\n| --- | --- | --- |\n");
        foreach (var type in typeof(Event).Assembly.GetExportedTypes().Where(t => t.IsEnum).OrderBy(t => t.Name, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"| {type.Name} | {string.Join(", ", Enum.GetNames(type))} | {Comment($"T:{type.FullName}")} |\n");
        return text.ToString();
    }

    private static IEnumerable<Type> Types(Func<Type, bool> wanted) =>
        typeof(Event).Assembly.GetExportedTypes().Where(t => !t.IsAbstract && !t.IsEnum && wanted(t)).OrderBy(t => t.Name, StringComparer.Ordinal);

    private static string Publisher(Type type) =>
        PublishedBy().Match(Comment($"T:{type.FullName}")) is { Success: true } match
            ? match.Groups[1].Value
            : throw new InvalidOperationException($"The summary of {type.Name} must say who publishes it.");

    private static void WriteType(StringBuilder text, Type type, string urn)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n### {type.Name}\n{urn}{Comment($"T:{type.FullName}")}\n");
        var own = type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(p => p.Name is not ("EqualityContract" or "AggregateId") && p.GetMethod is { IsStatic: false }).ToList();
        if (own.Count == 0) return;
        text.Append("\n| field | type | meaning |\n| --- | --- | --- |\n");
        foreach (var property in own)
            text.Append(CultureInfo.InvariantCulture, $"| {char.ToLowerInvariant(property.Name[0])}{property.Name[1..]} | {NameOf(property)} | {Comment($"P:{type.FullName}.{property.Name}")} |\n");
    }

    private static string NameOf(PropertyInfo property)
    {
        var optional = Nullable.GetUnderlyingType(property.PropertyType) is not null || s_nullability.Create(property).ReadState == NullabilityState.Nullable;
        return NameOf(property.PropertyType) + (optional ? "?" : "");
    }

    private static string NameOf(Type type) =>
        Nullable.GetUnderlyingType(type) is { } inner ? NameOf(inner)
        : type.IsGenericType ? $"list of {NameOf(type.GetGenericArguments()[0])}"
        : type.Name switch { "String" => "text", "Int32" or "Int64" => "integer", "Boolean" => "yes/no", "DateTimeOffset" => "instant", "DateOnly" => "date", var other => other };

    private static string Comment(string member) => s_comments.GetValueOrDefault(member, "");

    private static string Summary(XElement member)
    {
        var text = new StringBuilder();
        foreach (var node in (member.Element("summary") ?? new XElement("summary")).DescendantNodes())
        {
            if (node is XText plain) text.Append(plain.Parent!.Name == "c" ? $"`{plain.Value}`" : plain.Value);
            if (node is XElement { Name.LocalName: "see" } see) text.Append('`').Append(see.Attribute("cref")!.Value.Split('.')[^1]).Append('`');
        }
        return Blanks().Replace(text.ToString(), " ").Trim();
    }

    [GeneratedRegex("^Published by (?:the )?([A-Za-z]+)")]
    private static partial Regex PublishedBy();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
