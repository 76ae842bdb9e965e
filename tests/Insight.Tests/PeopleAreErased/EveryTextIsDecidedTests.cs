using System.Reflection;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Insight.Domain;
using ServiceMesh.Messaging;

namespace ServiceMesh.Insight.Tests.PeopleAreErased;

/// <summary>Whoever adds a text to an event says here whether it may name a person.</summary>
public sealed class EveryTextIsDecidedTests
{
    private static readonly JsonElement s_nothing = JsonSerializer.SerializeToElement(new { });

    [Fact]
    public void Somebody_has_decided_about_every_text_of_every_event()
    {
        var open = Fields().Where(f => IsText(f.Type) && !PersonalFields.IsDecided(f.Event, f.Within, f.Name)).Select(f => $"{f.Event}: {f.Path} ({f.Type.Name})").Order().ToList();

        Assert.True(open.Count == 0, "Add these to one of the lists of PersonalFields: " + string.Join(", ", open));
    }

    [Fact]
    public void Codes_of_our_own_ids_days_and_instants_are_never_taken_for_words()
    {
        var lost = Fields().Where(f => !PersonalFields.IsLeftOut(f.Within, f.Name) && Sample(f.Type) is { } value
                && PersonalFields.Of(f.Event, s_nothing, f.Name, JsonSerializer.SerializeToElement(value)) != RecordPart.Kept)
            .Select(f => $"{f.Event}: {f.Path}").Order().ToList();

        Assert.True(lost.Count == 0, "These would be erased with a person: " + string.Join(", ", lost));
    }

    [Fact]
    public void The_walk_meets_texts_in_lists_in_cards_and_in_lists_of_parts()
    {
        var met = Fields().Select(f => $"{f.Event}: {f.Path}").ToHashSet();

        foreach (var known in new[] { "TicketOpened: subject", "EngineerChanged: skills", "TicketAssigned: card.contactName", "SlaClocksChanged: clocks.legs.clock", "SurveyAnswered: replies.values", "SlaBreached: together.key" })
            Assert.Contains(known, met);
        Assert.True(met.Count > 500, $"{met.Count} fields");
    }

    /// <summary>What is written for a value of a type that cannot hold a person's words; null for texts that can, and for numbers.</summary>
    private static object? Sample(Type type) =>
        type == typeof(Guid) ? Guid.CreateVersion7() : type == typeof(DateTimeOffset) ? DateTimeOffset.UnixEpoch : type == typeof(DateOnly) ? new DateOnly(2026, 11, 23)
        : type.IsEnum ? JsonNamingPolicy.CamelCase.ConvertName(Enum.GetNames(type)[0]) : null;

    /// <summary>Everything that becomes a JSON text without saying by itself what it is.</summary>
    private static bool IsText(Type type) => type == typeof(string) || type == typeof(DateOnly) || type.IsEnum;

    /// <summary>Every field that holds one value, however deep.</summary>
    private static IEnumerable<Field> Fields() => EventJson.Types.Values.Where(t => !t.IsSubclassOf(typeof(TransientEvent))).SelectMany(e => Of(e, e.Name, null, ""));

    private static IEnumerable<Field> Of(Type type, string e, string? within, string path)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            var value = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (value.IsGenericType) value = value.GetGenericArguments().Single();
            var field = new Field(e, within, name, path + name, value);
            if (value.Namespace != typeof(Event).Namespace || value.IsEnum) yield return field;
            else if (!PersonalFields.IsLeftOut(within, name) && PersonalFields.Of(e, s_nothing, name, s_nothing) is null)
            {
                // What lies in one part as a whole is not looked into.
                foreach (var inner in Of(value, e, name, $"{path}{name}.")) yield return inner;
            }
        }
    }

    private sealed record Field(string Event, string? Within, string Name, string Path, Type Type);
}
