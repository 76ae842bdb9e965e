using ServiceMesh.Intake.Blocking;
using ServiceMesh.Intake.Channels.Generic;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Tenants;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Chat;

/// <summary>
/// Turns visitors of the web chat away who are on the block list: by their conversation's id, which staff see at its ticket, by who the site vouches for, and by the
/// address and number they give. Who empties the browser's storage is another visitor.
/// </summary>
internal static class ChatBlocking
{
    /// <summary>403 <c>chat.blocked</c> for whoever is on the list; that somebody tried to say something is kept.</summary>
    /// <param name="sender">As whom the visitor writes.</param>
    /// <param name="said">The message's id and text.</param>
    public static async Task RequireWelcomeAsync(
        IntakeDb db, Visitor visitor, ImSender sender, (string Id, string? Text) said, IWorkFactory works, TimeProvider time, CancellationToken ct)
    {
        var channel = visitor.Channel;
        var dialling = sender.Phone is null ? null : (await TenantProfiles.FindAsync(db, channel.Row.Tenant, ct)).Dialling;
        string[] names = [.. BlockRule.NamesOf(sender.Phone, dialling, sender.Email, sender.Id), .. NamesOf(visitor)];
        if (await BlockList.FindAsync(db, channel, names, time.GetUtcNow(), ct) is not { } entry)
            return;
        await using var work = await works.BeginAsync(ct);
        await BlockList.NoteAsync(work, channel.Row, entry, new BlockedAttempt(said.Id, sender.Email ?? sender.Phone ?? sender.Id, said.Text), ct);
        await work.CommitAsync(ct);
        throw Blocked();
    }

    /// <summary>The same for what needs no name, such as a file.</summary>
    public static async Task RequireWelcomeAsync(IntakeDb db, Visitor visitor, TimeProvider time, CancellationToken ct)
    {
        if (await BlockList.FindAsync(db, visitor.Channel, NamesOf(visitor), time.GetUtcNow(), ct) is not null)
            throw Blocked();
    }

    /// <summary>The id as the ticket shows it, and as its messages' sender has it.</summary>
    private static string[] NamesOf(Visitor visitor) => [visitor.ConversationId, visitor.SenderId];

    private static ProblemException Blocked() => Problems.Forbidden("chat.blocked", "The chat takes nothing from this visitor.");
}
