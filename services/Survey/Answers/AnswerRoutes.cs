using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using ServiceMesh.Survey.Domain;
using ServiceMesh.Survey.Pages;

namespace ServiceMesh.Survey.Answers;

/// <summary>The page behind the one-time link. Looking at it changes nothing, however often and by whatever method: only the form's POST answers.</summary>
internal static class AnswerRoutes
{
    private const string Path = "/s/{token}";

    /// <summary>A comment of 2,000 characters takes at most 18 kB as a form.</summary>
    private const int LargestForm = 32 * 1024;

    public static void MapAnswers(this IEndpointRouteBuilder app)
    {
        var page = app.MapGroup(Path).AllowAnonymous().AddEndpointFilter(HideTokenAsync).ExcludeFromDescription();
        page.MapMethods("", [HttpMethods.Get, HttpMethods.Head], ShowAsync);
        page.MapMethods("", [HttpMethods.Options], Options);
        page.MapPost("", AnswerAsync).DisableAntiforgery();
    }

    /// <summary>200 with the form, or with the thanks when it is answered; 410 when it is over; 404 for a link that is not known.</summary>
    private static async Task<IResult> ShowAsync(string token, SurveyLookup surveys, CancellationToken ct)
    {
        if (await surveys.FindAsync(token, ct) is not { } found) return Page(StatusCodes.Status404NotFound, SurveyPages.Unknown);
        return found.State == SurveyState.Open
            ? Page(StatusCodes.Status200OK, SurveyPages.Form(found.View, AnswerForm.Empty, FormFault.None))
            : Over(found, answeredStatus: StatusCodes.Status200OK);
    }

    private static IResult Options(HttpContext http)
    {
        http.Response.Headers.Allow = "GET, HEAD, OPTIONS, POST";
        return Results.NoContent();
    }

    /// <summary>
    /// 200 with the thanks; 400 with the form and what is missing; 409 when it was answered before; 410 when it is over; 404 for a link that
    /// is not known; 413 and 415 for what no browser sends.
    /// </summary>
    private static async Task<IResult> AnswerAsync(
        string token, HttpContext http, SurveyLookup surveys, AnswerStore answers, IOptions<SurveyOptions> options, CancellationToken ct)
    {
        if (await surveys.FindAsync(token, ct) is not { } found) return Page(StatusCodes.Status404NotFound, SurveyPages.Unknown);
        if (found.State != SurveyState.Open) return Over(found, answeredStatus: StatusCodes.Status409Conflict);
        var (form, status) = await ReadAsync(http, ct);
        if (form is null) return Page(status, SurveyPages.Note(found.View, found.View.Texts.Unreadable, good: false));
        var (answer, faults) = form.Read();
        if (answer is null) return Page(StatusCodes.Status400BadRequest, SurveyPages.Form(found.View, form, faults));
        if (await answers.TakeAsync(token, answer, ct))
        {
            var texts = found.View.Texts;
            var words = FollowUp.Reason(answer, options.Value.LowScore) is null ? texts.Thanks : texts.ThanksAndCall;
            return Page(StatusCodes.Status200OK, SurveyPages.Note(found.View, words, good: true));
        }
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
            ValueCountLimit = 16,
            ValueLengthLimit = LargestForm,
            KeyLengthLimit = 64,
        }));
        try
        {
            var form = await http.Request.ReadFormAsync(ct);
            return (new AnswerForm(form["score"], form["solved"], form["comment"]), StatusCodes.Status200OK);
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

    private static IResult Over(FoundSurvey found, int answeredStatus)
    {
        var texts = found.View.Texts;
        var (status, words, good) = found.State switch
        {
            SurveyState.Answered => (answeredStatus, texts.Already, true),
            SurveyState.Withdrawn => (StatusCodes.Status410Gone, texts.Withdrawn, false),
            _ => (StatusCodes.Status410Gone, texts.Expired, false),
        };
        return Page(status, SurveyPages.Note(found.View, words, good));
    }

    private static IResult Page(int status, Html html) => Results.Content(html.ToString(), "text/html; charset=utf-8", Encoding.UTF8, status);

    /// <summary>Headers of every answer; and the token leaves the trace, which would keep it.</summary>
    private static ValueTask<object?> HideTokenAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        Activity.Current?.SetTag("url.path", Path);
        var headers = context.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = PageStyle.ContentSecurityPolicy;
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-store";
        return next(context);
    }
}
