using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Domain;
using ServiceMesh.Sla.Policies;

namespace ServiceMesh.Sla.Reprocess;

/// <summary>Finds what is wrong with a request for a re-process.</summary>
internal static class ReprocessChecks
{
    private const int LongestReason = 500;
    private const int MostNames = 50;
    private const int MostTickets = 1_000;

    private const string Known = "SELECT ticket_id FROM tickets WHERE tenant = $1 AND ticket_id = ANY($2)";

    /// <summary>Everything but tickets that do not exist.</summary>
    public static List<FieldError> Of(ReprocessRequest request, TermsBook book)
    {
        var errors = new List<FieldError>();
        if (string.IsNullOrWhiteSpace(request.Reason) || request.Reason.Trim().Length > LongestReason)
        {
            errors.Add(new("reason", $"A reason of 1 to {LongestReason} characters is wanted."));
        }

        var given = new[] { request.Policies is not null, request.Calendars is not null, request.TicketIds is not null, request.All };
        if (request.DryRun && request.PreviewId is not null)
        {
            errors.Add(new("previewId", "A dry run needs no preview."));
        }

        if (given.Count(g => g) != 1 && (request.Selects || request.PreviewId is null))
        {
            errors.Add(new("policies", "Exactly one of policies, calendars, ticketIds and all is wanted."));
        }

        CheckNames(request.Policies, "policies", "policy", book.HasPolicy, errors);
        CheckNames(request.Calendars, "calendars", "calendar", book.HasCalendar, errors);
        if (request.TicketIds is { Count: 0 or > MostTickets })
        {
            errors.Add(new("ticketIds", $"1 to {MostTickets} tickets are wanted."));
        }

        return errors;
    }

    /// <summary>Tickets that the tenant does not have.</summary>
    public static async Task<List<FieldError>> UnknownAsync(Work work, string tenant, IReadOnlyList<Guid> tickets, CancellationToken ct)
    {
        var known = new HashSet<Guid>();
        await using var command = new NpgsqlCommand(Known, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = tenant },
                new() { Value = tickets.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            known.Add(reader.GetGuid(0));
        }

        return [.. tickets.Index().Where(t => !known.Contains(t.Item)).Select(t => new FieldError($"ticketIds[{t.Index}]", $"There is no ticket {t.Item}."))];
    }

    private static void CheckNames(IReadOnlyList<string>? names, string field, string what, Func<string, bool> exists, List<FieldError> errors)
    {
        if (names is { Count: 0 or > MostNames })
        {
            errors.Add(new(field, $"1 to {MostNames} names are wanted."));
            return;
        }

        errors.AddRange((names ?? []).Index().Where(n => n.Item is null || !exists(n.Item)).Select(n => new FieldError($"{field}[{n.Index}]", $"There is no {what} '{n.Item}'.")));
    }
}
