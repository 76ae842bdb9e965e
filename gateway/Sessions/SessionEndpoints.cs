using ServiceMesh.Gateway.Access;
using ServiceMesh.Gateway.Limits;

namespace ServiceMesh.Gateway.Sessions;

internal static class SessionEndpoints
{
    /// <summary>/api/v1/session: sign in (429 <c>session.locked</c> after repeated failures), look, sign out, change the password.</summary>
    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        var session = app.MapGroup("/api/v1/session").WithTags("session").WithMetadata(new BeforePasswordChange());
        session.MapPost("", SignInAsync).AllowAnonymous().RequireRateLimiting(LimitsExtensions.SignInPolicy).WithSummary("Begins a session and sets its cookie.");
        session.MapGet("", Look).WithSummary("Who is signed in.");
        session.MapDelete("", SignOutAsync).AllowAnonymous().WithSummary("Ends the session.");
        session.MapPost("/password", ChangePasswordAsync).RequireRateLimiting(LimitsExtensions.SignInPolicy).WithSummary("Changes the password; other sessions end.");
    }

    private static async Task<SignedIn> SignInAsync(SignInRequest request, SignIn signIn, HttpContext context) =>
        new(SessionView.Of(await signIn.BeginAsync(context, request.Email, request.Password)));

    private static SessionView Look(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return SessionView.Of(context.GetAccess()!);
    }

    private static async Task<IResult> SignOutAsync(SignIn signIn, HttpContext context)
    {
        await signIn.EndAsync(context);
        return Results.NoContent();
    }

    private static async Task<IResult> ChangePasswordAsync(PasswordRequest request, SignIn signIn, HttpContext context)
    {
        await signIn.ChangePasswordAsync(context, request.Current, request.New);
        return Results.NoContent();
    }
}
