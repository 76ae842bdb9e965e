using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Survey.Invitations;

/// <summary>Makes links to surveys. The token itself is told once, sealed or in a picture, and kept as a hash only.</summary>
public sealed class LinkBook(LinkTokens tokens)
{
    private const string Insert = "INSERT INTO survey_links (token_hash, tenant, survey_id, channel, created_at, trace) VALUES ($1, $2, $3, $4, $5, $6)";

    public LinkToken Mint() => tokens.Mint();

    public static async Task KeepAsync(LinkToken token, string tenant, Guid survey, string channel, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(work);
        await using var command = new NpgsqlCommand(Insert, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new() { Value = token.Hash }, new() { Value = tenant }, new() { Value = survey }, new() { Value = channel }, new() { Value = work.Now },
                new() { Value = (object?)Activity.Current?.Id ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
