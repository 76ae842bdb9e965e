using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace ServiceMesh.ServiceDefaults;

/// <summary>Names the server span by its route, and gives it the result.</summary>
internal sealed class RequestSpan(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var span = context.Features.Get<IHttpActivityFeature>()?.Activity;
        if (span is not { IsAllDataRequested: true })
        {
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        finally
        {
            if ((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is { } route)
            {
                span.DisplayName = $"{context.Request.Method} {route}";
                span.SetTag("http.route", route);
            }

            span.SetTag("http.response.status_code", context.Response.StatusCode);
            if (context.Response.StatusCode >= 500)
                span.SetStatus(ActivityStatusCode.Error);
        }
    }
}

/// <summary>Puts tenant.id and ticket.id on the span and on every log line of the request, once the caller is known.</summary>
internal sealed class RequestSubject(RequestDelegate next, ILogger<RequestSubject> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var tenant = context.GetCaller()?.Tenant;
        var ticket = FindTicket(context);
        if (tenant is null && ticket is null)
        {
            await next(context);
            return;
        }

        if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span)
        {
            span.SetTag("tenant.id", tenant);
            span.SetTag("ticket.id", ticket);
        }

        using (log.BeginScope(new SubjectScope(tenant, ticket)))
            await next(context);
    }

    private static string? FindTicket(HttpContext context)
    {
        var values = context.Request.RouteValues;
        if (values.Count == 0)
            return null;
        if (values.TryGetValue("ticketId", out var value))
            return value as string;
        var pattern = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        return pattern is not null && pattern.Contains("/tickets/{id", StringComparison.Ordinal) ? values["id"] as string : null;
    }
}
