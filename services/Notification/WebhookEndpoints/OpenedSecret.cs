using System.Text.Json;
using ServiceMesh.Notification.Sending.Webhooks;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.WebhookEndpoints;

/// <summary>
/// Opens the secret in the answer to a new endpoint on its way out. The answer is kept with its Idempotency-Key, and what is kept holds
/// the secret sealed.
/// </summary>
internal sealed class OpenedSecret(IResult sealedAnswer, LinkTokens tokens) : IResult
{
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
        var created = JsonSerializer.Deserialize<EndpointCreated>(answer.ToArray(), JsonDefaults.Options)
            ?? throw new InvalidOperationException("The answer to a new endpoint was empty.");
        var opened = created with { Secret = WebhookSignature.Secret(tokens.Open(created.Secret)) };
        await response.WriteAsync(JsonSerializer.Serialize(opened, JsonDefaults.Options), httpContext.RequestAborted);
    }
}
