using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using ProblemDetails = Microsoft.AspNetCore.Mvc.ProblemDetails;
using Microsoft.Extensions.Options;

namespace ServiceMesh.ServiceDefaults;

/// <summary>Writes every problem in one shape, whoever found it and whatever the client says it accepts: code and traceId always.</summary>
internal sealed class ProblemWriter(IOptions<JsonOptions> json) : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        var problem = context.ProblemDetails;
        problem.Status ??= http.Response.StatusCode;
        if (context.Exception is ProblemException known)
            Apply(known, problem, http.Response);
        if (!problem.Extensions.TryGetValue("code", out var code) || code is null)
            problem.Extensions["code"] = code = ProblemCodes.ForStatus(problem.Status.Value);
        problem.Type = $"urn:servicemesh:problem:{code}";
        problem.Extensions["traceId"] = Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;
        http.Response.StatusCode = problem.Status.Value;
        http.Response.Headers.CacheControl = "no-store";
        // Without a token of ours the writing ends quietly when the client has left: nobody is there to read it, nothing went wrong.
        await http.Response.WriteAsJsonAsync(problem, problem.GetType(), json.Value.SerializerOptions, "application/problem+json");
    }

    private static void Apply(ProblemException known, ProblemDetails problem, HttpResponse response)
    {
        problem.Status = known.Status;
        problem.Title = known.Title;
        problem.Detail = known.Detail;
        problem.Extensions["code"] = known.Code;
        if (known.Errors is { } errors)
            problem.Extensions["errors"] = errors;
        if (known.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }
}
