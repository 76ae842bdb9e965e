using System.ComponentModel.DataAnnotations;
using ServiceMesh.Contracts;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Survey.Domain;
using ServiceMesh.Survey.Domain.Calls;
using ServiceMesh.Survey.Persistence;
using ServiceMesh.Survey.Rules;

namespace ServiceMesh.Survey.FollowUps;

/// <summary>A call to make, or made.</summary>
/// <param name="Reason"><c>low-score</c>, <c>not-solved</c>, <c>severe</c> or <c>sample</c>.</param>
/// <param name="Score">What the customer answered by themselves; null when they did not.</param>
/// <param name="Outcome"><c>solved</c>, <c>not-solved</c>, <c>unreachable</c> or <c>withdrawn</c>; null while open.</param>
/// <param name="Attempts">Calls made so far.</param>
/// <param name="CallScore">What the customer said on the telephone.</param>
/// <param name="EscalatedAt">When the manager was told; null when they were not.</param>
public sealed record FollowUpView(
    Guid Id, Guid TicketId, Guid? SurveyId, string Number, string Subject, string? CustomerName, string? ContactName, string? EngineerName, string Reason, int? Score, bool? Solved,
    string? Comment, DateTimeOffset CreatedAt, DateTimeOffset DueAt, int Attempts, DateTimeOffset? EscalatedAt, DateTimeOffset? CompletedAt, string? CompletedBy, string? Outcome,
    string? Note, bool? CallSolved, int? CallScore, int? CallNps)
{
    internal static FollowUpView Of(FollowUpRow f)
    {
        var card = CardOf(f);
        return new FollowUpView(
            f.Id, f.TicketId, f.SurveyId, card.Number, card.Subject, card.CustomerName, card.ContactName, card.EngineerName, f.Reason, f.Survey?.Score, f.Survey?.Solved,
            f.Survey?.Comment, f.CreatedAt, f.DueAt, f.Attempts, f.EscalatedAt, f.CompletedAt, f.CompletedBy, f.Outcome, f.Note, f.CallSolved, f.CallScore, f.CallNps);
    }

    internal static TicketCard CardOf(FollowUpRow f) => Cards.Read(f.Card ?? f.Survey!.Card);
}

/// <summary>A page of calls.</summary>
/// <param name="Next">The cursor of the page after; null on the last.</param>
public sealed record FollowUpPage(IReadOnlyList<FollowUpView> Items, string? Next);

/// <summary>What a caller needs at hand.</summary>
/// <param name="Script">What to say, in Chinese and English, with the ticket's names in it.</param>
/// <param name="Phones">The contact's numbers, E.164.</param>
/// <param name="Attempts">Calls after which the customer counts as unreachable.</param>
public sealed record CallSheet(FollowUpView Call, LocalText Script, IReadOnlyList<string> Phones, int Attempts)
{
    internal static LocalText Fill(LocalText script, TicketCard card, LocalText brand)
    {
        return new(In(script.Zh, brand.Zh), In(script.En, brand.En));

        string In(string text, string name) => text
            .Replace("{contact}", card.ContactName ?? card.CustomerName ?? "…", StringComparison.Ordinal)
            .Replace("{number}", card.Number, StringComparison.Ordinal)
            .Replace("{subject}", QuotedText.Of(card.Subject), StringComparison.Ordinal)
            .Replace("{brand}", name, StringComparison.Ordinal);
    }
}

/// <summary>How a call went.</summary>
/// <param name="Outcome"><c>solved</c>, <c>not-solved</c> or <c>unreachable</c>.</param>
/// <param name="Note">At most 2,000 characters.</param>
/// <param name="Score">Satisfaction as told, 1 to 5; null when it was not asked.</param>
/// <param name="Nps">Likelihood of a recommendation as told, 0 to 10; null when it was not asked.</param>
public sealed record FollowUpOutcome(
    [property: Required, AllowedValues(CallOutcome.Solved, CallOutcome.NotSolved, CallOutcome.Unreachable)] string Outcome,
    [property: StringLength(2000)] string? Note, [property: Range(1, 5)] int? Score = null, [property: Range(0, 10)] int? Nps = null);
