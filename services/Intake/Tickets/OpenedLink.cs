using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Tickets;

/// <summary>
/// Opens the progress link in an answer on its way out. The answer is kept with its Idempotency-Key, and no kept row may hold a link that
/// works: what is kept has the token sealed.
/// </summary>
internal sealed class OpenedLink(IResult sealedAnswer, LinkTokens links, IOptions<IntakeOptions> options) : IResult
{
    private const string Property = "progressUrl";

    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var body = response.Body;
        using var answer = new MemoryStream();
        response.Body = answer;
        try
        {
            await sealedAnswer.ExecuteAsync(httpContext);
        }
        finally
        {
            response.Body = body;
        }

        answer.Position = 0;
        var view = JsonNode.Parse(answer)!.AsObject();
        view[Property] = options.Value.ProgressUrl(links.Open(view[Property]!.GetValue<string>()));
        await response.WriteAsync(view.ToJsonString(JsonDefaults.Options), httpContext.RequestAborted);
    }
}
