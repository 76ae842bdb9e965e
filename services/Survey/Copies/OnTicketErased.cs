using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Survey.Persistence;

namespace ServiceMesh.Survey.Copies;

/// <summary>A ticket whose reporter was erased: subject, name, address and free words go from its surveys and calls. Scores and choices stay: they name nobody.</summary>
public sealed class OnTicketErased : IHandle<TicketErased>
{
    private const string FreeText = "text";

    /// <inheritdoc />
    public async Task HandleAsync(TicketErased e, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(work);
        var db = work.Db<SurveyDb>();
        var surveys = await db.Surveys.FromSql($"SELECT * FROM surveys WHERE tenant = {e.Tenant} AND ticket_id = {e.TicketId} FOR UPDATE").ToListAsync(ct);
        foreach (var survey in surveys)
        {
            (survey.Subject, survey.Card, survey.Comment) = (e.Number, Forget(survey.Card, e.Number), null);
            // Whoever has no contact's id is known by the address.
            if (survey.Contact.Contains('@', StringComparison.Ordinal)) survey.Contact = survey.Id.ToString();
            if (survey.Replies is { } replies)
                survey.Replies = JsonSerializer.Serialize(
                    JsonSerializer.Deserialize<List<SurveyReply>>(replies, EventJson.Options)!.Where(r => r.Kind != FreeText).ToList(), EventJson.Options);
        }
        var calls = await db.FollowUps.FromSql($"SELECT * FROM follow_ups WHERE tenant = {e.Tenant} AND ticket_id = {e.TicketId} FOR UPDATE").ToListAsync(ct);
        foreach (var call in calls)
            (call.Note, call.Card) = (null, call.Card is { } card ? Forget(card, e.Number) : null);
    }

    private static string Forget(string card, string number) => Cards.Write(Cards.Read(card) with { Subject = number, ContactName = null, ContactEmail = null });
}
