using System.Collections.Concurrent;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Demo;

/// <summary>What this run knows of tickets beyond what the board shows: who reported how, so that the customer can answer.</summary>
public sealed class KnownTickets(VendorBook book)
{
    private readonly ConcurrentDictionary<Guid, KnownTicket> _tickets = new();

    /// <summary>Remembers a ticket.</summary>
    public void Add(Guid ticket, KnownTicket known) => _tickets[ticket] = known;

    /// <summary>What is known of a ticket, or null.</summary>
    public KnownTicket? Of(Guid ticket) => _tickets.GetValueOrDefault(ticket);

    /// <summary>Whether the ticket belongs to the demo: other people's tickets are left alone.</summary>
    public bool Owns(BoardRowView row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return _tickets.ContainsKey(row.Id) || book.Customers.Any(c => c.Name == row.CustomerName);
    }

    /// <summary>The language to write to this ticket's customer in.</summary>
    public string Language(BoardRowView row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Of(row.Id)?.Contact?.Entry.Language ?? book.Customers.FirstOrDefault(c => c.Name == row.CustomerName)?.Contacts[0].Language ?? "zh-CN";
    }

    /// <summary>The problem a ticket is about: the one it was opened with, the one of that subject, or else one that is always the same for it.</summary>
    public ProblemEntry Problem(BoardRowView row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Of(row.Id)?.Problem
            ?? book.Problems.FirstOrDefault(p => p.Zh.Subject == row.Subject || p.En.Subject == row.Subject)
            ?? book.Problems[row.Id.ToByteArray()[14] % book.Problems.Count];
    }
}

/// <param name="Contact">Who reported; null for a number nobody knows.</param>
/// <param name="Im">Whether the customer answers in the IM conversation.</param>
/// <param name="Chat">The visitor's token of the web chat, when the customer came by it.</param>
/// <param name="Wecom">Who the customer is at WeCom, when he wrote there.</param>
/// <param name="ProgressToken">The progress link's token, by which a customer can answer otherwise; null when this run has not seen it.</param>
public sealed record KnownTicket(CustomerContact? Contact, ProblemEntry Problem, bool Im = false, string? ProgressToken = null, string? Chat = null, string? Wecom = null);
