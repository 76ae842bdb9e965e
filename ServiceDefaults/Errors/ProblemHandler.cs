using System.Data.Common;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;

namespace ServiceMesh.ServiceDefaults;

/// <summary>Turns exceptions into problems. Only what nobody foresaw becomes a 500, without a word about its inside.</summary>
internal sealed partial class ProblemHandler(IProblemDetailsService problems, ILogger<ProblemHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var problem = ToProblem(exception);
        if (problem.Status == 500)
            LogUnforeseen(log, exception, context.GetEndpoint()?.DisplayName);
        else if (problem.Status >= 500)
            LogUnavailable(log, problem.Code, exception.GetType().Name, exception.Message);
        context.Response.StatusCode = problem.Status;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            Exception = problem,
            ProblemDetails = new ProblemDetails(),
        });
    }

    private static ProblemException ToProblem(Exception exception) => exception switch
    {
        ProblemException known => known,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            new ProblemException(413, "request.too-large", "The request's body is larger than allowed here."),
        BadHttpRequestException { InnerException: JsonException json } => Malformed(json),
        BadHttpRequestException bad => new ProblemException(
            bad.StatusCode, ProblemCodes.ForStatus(bad.StatusCode), "The request is not valid.", bad.Message),
        JsonException json => Malformed(json),
        _ when FindDatabaseError(exception) is { } problem => problem,
        TimeoutException => Problems.Unavailable("service.unavailable"),
        _ => new ProblemException(500, "service.failed", "Something went wrong here. The trace id helps to find out what."),
    };

    private static ProblemException Malformed(JsonException json) => new(
        400, "request.invalid", "The request's body is not valid JSON for this address.",
        json.Path is { Length: > 0 } path ? $"Not valid at {path}." : "It cannot be read as JSON.");

    /// <summary>Values PostgreSQL refuses are the caller's fault; a database that is away or overloaded is nobody's and passes.</summary>
    private static ProblemException? FindDatabaseError(Exception exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            if (e is not DbException database)
                continue;
            return database switch
            {
                // Not a character, too long, out of range, no such day.
                { SqlState: "22021" or "22P05" or "22001" or "22003" or "22008" } => Problems.Invalid("request.invalid"),
                { IsTransient: true } or { SqlState: "57P01" or "57P02" or "57P03" or "57014" or "53300" or "25006" } =>
                    Problems.Unavailable("service.unavailable"),
                _ => null,
            };
        }

        return null;
    }

    [LoggerMessage(1, LogLevel.Error, "Request to {Endpoint} failed")]
    private static partial void LogUnforeseen(ILogger logger, Exception exception, string? endpoint);

    [LoggerMessage(2, LogLevel.Warning, "Answered {Code}: {Cause} {Message}")]
    private static partial void LogUnavailable(ILogger logger, string code, string cause, string message);
}
