using ServiceMesh.Gateway.Access;
using ServiceMesh.Gateway.Limits;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Gateway.Sessions;

/// <summary>The same for pages without JavaScript: forms in, redirects out. What went wrong stands in the query as <c>error</c>.</summary>
internal static class SessionFormEndpoints
{
    private const string SignInPage = "/sign-in";
    private const string PasswordPage = "/change-password";

    public static void MapSessionForms(this IEndpointRouteBuilder app)
    {
        var session = app.MapGroup("/session").ExcludeFromDescription().AllowAnonymous();
        session.MapPost("", SignInAsync).RequireRateLimiting(LimitsExtensions.SignInPolicy);
        session.MapPost("/end", SignOutAsync);
        session.MapPost("/password", ChangePasswordAsync).RequireRateLimiting(LimitsExtensions.SignInPolicy);
    }

    private static async Task<IResult> SignInAsync(SignIn signIn, HttpContext context)
    {
        var form = await ReadAsync(context);
        var (email, password, target) = (form["email"].ToString(), form["password"].ToString(), Local(form["returnUrl"]));
        try
        {
            if (email.Length is 0 or > 254 || password.Length is 0 or > Passwords.Longest)
                return SeeOther(Failed(SignInPage, "credentials", target));
            var access = await signIn.BeginAsync(context, email, password);
            return SeeOther(access.MustChangePassword ? PasswordPage : target);
        }
        catch (ProblemException problem)
        {
            return SeeOther(Failed(SignInPage, problem.Code, target));
        }
    }

    private static async Task<IResult> SignOutAsync(SignIn signIn, HttpContext context)
    {
        await signIn.EndAsync(context);
        return SeeOther($"{SignInPage}?signedOut=1");
    }

    private static async Task<IResult> ChangePasswordAsync(SignIn signIn, HttpContext context)
    {
        if (context.GetAccess()?.Person is null)
            return SeeOther(SignInPage);
        var form = await ReadAsync(context);
        var target = Local(form["returnUrl"]);
        try
        {
            await signIn.ChangePasswordAsync(context, form["current"].ToString(), form["new"].ToString());
            return SeeOther(target);
        }
        catch (ProblemException problem)
        {
            return SeeOther(Failed(PasswordPage, problem.Code, target));
        }
    }

    private static async Task<IFormCollection> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
            throw new ProblemException(415, "request.unsupported-media-type", "A form is expected here.");
        try
        {
            return await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (InvalidDataException)
        {
            throw Problems.Invalid("request.invalid", "The form cannot be read.");
        }
    }

    /// <summary>Only a path of this site may follow a sign-in.</summary>
    internal static string Local(string? url) =>
        url is { Length: > 0 and < 2000 } && url[0] == '/' && !(url.Length > 1 && url[1] is '/' or '\\')
        && !url.Any(char.IsControl) ? url : "/";

    private static string Failed(string page, string code, string target)
    {
        var error = code switch
        {
            "session.bad-credentials" => "credentials",
            "session.locked" => "locked",
            "password.weak" => "weak",
            "password.same" => "same",
            _ => "unavailable",
        };
        return target == "/" ? $"{page}?error={error}" : $"{page}?error={error}&returnUrl={Uri.EscapeDataString(target)}";
    }

    private static SeeOtherResult SeeOther(string url) => new(url);

    private sealed class SeeOtherResult(string url) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = url;
            httpContext.Response.Headers.CacheControl = "no-store";
            return Task.CompletedTask;
        }
    }
}
