using System.Net.Http.Json;
using ServiceMesh.Testing;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Faults;

/// <summary>What the mail server got. Two mails about one thing under different Message-IDs are two mails to whoever reads them.</summary>
internal static class Mails
{
    /// <summary>
    /// Checks that every ticket's customer and engineer got each mail once. A kill between the server's acceptance and our record sends a mail
    /// again under the same Message-ID, of which mail programs show one: these repeats are counted and returned.
    /// </summary>
    /// <param name="told">How many assignments and breaches are recorded as told; the others were overtaken by the ticket's closing.</param>
    public static async Task<int> AreRightAsync(HttpClient sink, Vendor vendor, IReadOnlyCollection<Entry> tickets, (long Assignments, long Breaches) told, CancellationToken ct)
    {
        var all = (await sink.GetFromJsonAsync<ListView<Mail>>("/mails", ct))!.Items;
        var mails = all.DistinctBy(m => m.MessageId).ToList();
        var byNumber = mails.ToLookup(m => tickets.FirstOrDefault(t => m.Subject.Contains(t.Number, StringComparison.Ordinal))?.Number);
        var (assigned, breached) = (0L, 0L);
        foreach (var ticket in tickets)
        {
            var own = byNumber[ticket.Number].ToList();
            var customer = own.Where(m => m.To.Contains(vendor.ContactEmail)).ToList();
            Once(ticket, "acknowledgement", customer.Where(m => !m.Subject.StartsWith("Re:", StringComparison.Ordinal) && Has(m, "/p/") && !Has(m, "/s/")));
            Once(ticket, "reply", customer.Where(m => Has(m, ticket.Reply)));
            Once(ticket, "solution", customer.Where(m => Has(m, ticket.Resolution)));
            Once(ticket, "invitation", customer.Where(m => Has(m, "/s/")));
            Assert.True(customer.Count == 4, $"{ticket.Number}: its customer got {customer.Count} mails: {string.Join(", ", customer.Select(m => m.Subject))}");

            // What engineers are told has a subject of its own each.
            var engineer = own.Where(m => m.To.Contains(vendor.EngineerEmail)).ToList();
            assigned += AtMostOnce(ticket, "assignment", engineer.Where(m => m.Subject.Contains("Assigned to you", StringComparison.Ordinal)));
            breached += AtMostOnce(ticket, "breach", engineer.Where(m => m.Subject.Contains("Breach", StringComparison.Ordinal)));
            foreach (var same in own.Except(customer).GroupBy(m => (string.Join(' ', m.To), m.Subject))) Once(ticket, same.Key.Subject, same);
        }
        // One that was accepted just before a kill may be recorded as overtaken.
        Assert.InRange(assigned, told.Assignments, tickets.Count);
        Assert.InRange(breached, told.Breaches, tickets.Count(t => t.Hurried));
        return all.Count - mails.Count;
    }

    private static bool Has(Mail mail, string text) => mail.Text.Contains(text, StringComparison.Ordinal);

    private static int AtMostOnce(Entry ticket, string what, IEnumerable<Mail> mails)
    {
        var found = mails.ToList();
        if (found.Count > 0) Once(ticket, what, found);
        return found.Count;
    }

    private static void Once(Entry ticket, string what, IEnumerable<Mail> mails)
    {
        var ids = mails.Select(m => m.MessageId).ToList();
        Assert.True(ids.Count == 1, $"{ticket.Number}: {ids.Count} x {what} ({string.Join(", ", ids)})");
    }

    private sealed record Mail(string MessageId, IReadOnlyList<string> To, string Subject, string Text);
}
