using System.Buffers;
using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using ServiceMesh.Survey.Domain;
using ServiceMesh.Survey.Domain.Questionnaires;
using ServiceMesh.Survey.Pages;

namespace ServiceMesh.Survey.Answers;

/// <summary>The page behind the one-time link. Looking at it changes nothing, however often and by whatever method: only the form's POST answers.</summary>
internal static class AnswerRoutes
{
    private const string Path = "/s/{token}";

    /// <summary>Two texts of 2,000 characters take at most 36 kB as a form.</summary>
    private const int LargestForm = 48 * 1024;

    /// <summary>What was sent, each field once or more: 20 questions of at most 12 options.</summary>
    private const int MostValues = 256;

    public static void MapAnswers(this IEndpointRouteBuilder app)
    {
        var page = app.MapGroup(Path).AllowAnonymous().AddEndpointFilter(HideTokenAsync).ExcludeFromDescription();
        page.MapMethods("", [HttpMethods.Get, HttpMethods.Head], ShowAsync);
        page.MapMethods("", [HttpMethods.Options], Options);
        page.MapPost("", AnswerAsync).DisableAntiforgery();
    }

    /// <summary>
    /// 200 with the form, or with the thanks when it is answered; 410 when it is over; 404 for a link that is not known, and 429 for an
    /// address that tried many of those.
    /// </summary>
    private static async Task<IResult> ShowAsync(string token, HttpContext http, SurveyLookup surveys, GuessLimit guesses, CancellationToken ct)
    {
        if (!guesses.Allows(http)) return TooMany(http);
        if (await surveys.FindAsync(token, ct) is not { } found) return Missed(http, guesses);
        return found.State == SurveyState.Open
            ? Page(StatusCodes.Status200OK, SurveyPages.Form(found.View, FormParts.Of(found.Questions, found.View.Texts)))
            : Over(found, answeredStatus: StatusCodes.Status200OK);
    }

    private static IResult Options(HttpContext http)
    {
        http.Response.Headers.Allow = "GET, HEAD, OPTIONS, POST";
        return Results.NoContent();
    }

    /// <summary>
    /// 200 with the thanks; 400 with the form and what is missing; 409 when it was answered before; 410 when it is over; 404 and 429 as for
    /// looking; 413 and 415 for what no browser sends.
    /// </summary>
    private static async Task<IResult> AnswerAsync(string token, HttpContext http, SurveyLookup surveys, GuessLimit guesses, AnswerStore answers, CancellationToken ct)
    {
        if (!guesses.Allows(http)) return TooMany(http);
        if (await surveys.FindAsync(token, ct) is not { } found) return Missed(http, guesses);
        if (found.State != SurveyState.Open) return Over(found, answeredStatus: StatusCodes.Status409Conflict);
        var texts = found.View.Texts;
        var (form, status) = await ReadAsync(http, ct);
        if (form is null) return Page(status, SurveyPages.Note(found.View, texts.Unreadable, good: false));
        var (answer, faults) = form.Read(found.Questions);
        if (answer is null) return Page(StatusCodes.Status400BadRequest, SurveyPages.Form(found.View, FormParts.Of(found.Questions, texts), form, faults));
        var (taken, calls) = await answers.TakeAsync(token, answer, ct);
        if (taken) return Page(StatusCodes.Status200OK, SurveyPages.Note(found.View, calls ? texts.ThanksAndCall : texts.Thanks, good: true));
        // Somebody was faster, or the time ran out in between: what does it say now?
        return await surveys.FindAsync(token, ct) is { } now && now.State != SurveyState.Open
            ? Over(now, answeredStatus: StatusCodes.Status409Conflict)
            : Page(StatusCodes.Status404NotFound, SurveyPages.Unknown);
    }

    private static async Task<(AnswerForm? Form, int Status)> ReadAsync(HttpContext http, CancellationToken ct)
    {
        if (!http.Request.HasFormContentType) return (null, StatusCodes.Status415UnsupportedMediaType);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = LargestForm;
        http.Features.Set<IFormFeature>(new FormFeature(http.Request, new FormOptions
        {
            BufferBodyLengthLimit = LargestForm,
            MultipartBodyLengthLimit = LargestForm,
            ValueCountLimit = MostValues,
            ValueLengthLimit = LargestForm,
            KeyLengthLimit = 64,
        }));
        try
        {
            var form = await http.Request.ReadFormAsync(ct);
            return (new AnswerForm(key => [.. form[key].OfType<string>()]), StatusCodes.Status200OK);
        }
        catch (BadHttpRequestException e)
        {
            return (null, e.StatusCode);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return (null, StatusCodes.Status400BadRequest);
        }
    }

    private static PageResult Over(FoundSurvey found, int answeredStatus)
    {
        var texts = found.View.Texts;
        var (status, words, good) = found.State switch
        {
            SurveyState.Answered => (answeredStatus, texts.Already, true),
            SurveyState.Withdrawn => (StatusCodes.Status410Gone, found.Reopened ? texts.Withdrawn : texts.Recalled, false),
            _ => (StatusCodes.Status410Gone, texts.Expired, false),
        };
        return Page(status, SurveyPages.Note(found.View, words, good));
    }

    private static PageResult Missed(HttpContext http, GuessLimit guesses)
    {
        guesses.Missed(http);
        return Page(StatusCodes.Status404NotFound, SurveyPages.Unknown);
    }

    private static PageResult TooMany(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "60";
        return Page(StatusCodes.Status429TooManyRequests, SurveyPages.TooMany);
    }

    private static PageResult Page(int status, RenderedPage page) => new(status, page);

    /// <summary>Headers of every answer; and the token leaves the trace, which would keep it.</summary>
    private static ValueTask<object?> HideTokenAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        Activity.Current?.SetTag("url.path", Path);
        var headers = context.HttpContext.Response.Headers;
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-store";
        return next(context);
    }

    /// <summary>A page with the policy that fits its style sheet.</summary>
    private sealed class PageResult(int status, RenderedPage page) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = status;
            response.Headers.ContentSecurityPolicy = page.Policy;
            response.ContentType = "text/html; charset=utf-8";
            response.ContentLength = page.Length;
            if (HttpMethods.IsHead(httpContext.Request.Method)) return;
            foreach (var piece in page.Pieces) response.BodyWriter.Write(piece);
            await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        }
    }
}
