using Npgsql;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Survey.Domain.Qr;
using ServiceMesh.Survey.Domain.Sending;
using ServiceMesh.Survey.Invitations;

namespace ServiceMesh.Survey.Qr;

/// <summary>A link to a survey as a picture, for the customer to scan from a screen.</summary>
/// <param name="Svg">The QR code; the link stands nowhere else.</param>
public sealed record QrView(string Svg, DateTimeOffset ExpiresAt);

/// <summary>Shows a survey's link as a QR code.</summary>
internal static class QrRoutes
{
    private const string Find = """
        SELECT number, expires_at, state = 'open' AND expires_at > clock_timestamp() FROM surveys WHERE tenant = $1 AND id = $2
        """;

    public static void MapQr(this IEndpointRouteBuilder app) => app.MapPost("/api/v1/surveys/{id:guid}/qr", MakeAsync).RequireRoles(Roles.Staff)
        .WithSummary("200: a new link to an open survey, as a QR code. It is told this once and stored nowhere. 404 survey.not-found; 409 survey.not-open.");

    private static async Task<IResult> MakeAsync(Guid id, Caller caller, HttpContext http, IWorkFactory works, LinkBook links, IConfiguration configuration, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var (number, expires) = await FindAsync(id, caller.Tenant, work, ct);
        var token = links.Mint();
        await LinkBook.KeepAsync(token, caller.Tenant, id, SurveyChannel.Qr, work, ct);
        await work.CommitAsync(ct);
        http.Response.Headers.CacheControl = "no-store";
        var address = $"{(configuration["PublicUrl"] ?? "http://localhost:8080").TrimEnd('/')}/s/{token.Token}";
        return Results.Ok(new QrView(QrCode.Of(address).ToSvg($"QR {number}"), expires));
    }

    private static async Task<(string Number, DateTimeOffset ExpiresAt)> FindAsync(Guid id, string tenant, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Find, work.Connection, work.Transaction) { Parameters = { new() { Value = tenant }, new() { Value = id } } };
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct)) throw Problems.NotFound("survey.not-found");
        if (!row.GetBoolean(2)) throw Problems.Conflict("survey.not-open", "This survey cannot be answered any more, or not yet.");
        return (row.GetString(0), row.GetFieldValue<DateTimeOffset>(1));
    }
}
