using System.Text;

namespace ServiceMesh.Sinks.Hooks;

/// <summary>A receiver for webhooks that records what came and answers as told.</summary>
public static class HookEndpoints
{
    /// <summary>
    /// POST /hooks/{name}?status= records raw body and headers and answers that status (200 to 599, default 204);
    /// GET /hooks/{name}?after=, GET /hooks (counts by webhook-id), DELETE /hooks/{name}, DELETE /hooks.
    /// </summary>
    public static void MapHooks(this IEndpointRouteBuilder app)
    {
        app.MapPost("/hooks/{name}", RecordAsync);
        app.MapGet("/hooks/{name}", (HookRecorder hooks, string name, long? after) => new HookList(hooks.Find(name, after ?? 0)));
        app.MapGet("/hooks", (HookRecorder hooks) => hooks.Accepted.Summary());
        app.MapDelete("/hooks/{name}", (HookRecorder hooks, string name) =>
        {
            hooks.Clear(name);
            return Results.NoContent();
        });
        app.MapDelete("/hooks", (HookRecorder hooks) =>
        {
            hooks.Clear();
            return Results.NoContent();
        });
    }

    private static async Task<IResult> RecordAsync(HttpContext http, HookRecorder hooks, string name, int? status)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var answer = status is >= 200 and <= 599 ? status.Value : StatusCodes.Status204NoContent;
        hooks.Add(name, body, http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), answer);
        return Results.StatusCode(answer);
    }
}

/// <summary>Calls of one hook in order of arrival.</summary>
public sealed record HookList(IReadOnlyList<RecordedHook> Items);
