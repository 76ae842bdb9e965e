namespace ServiceMesh.ServiceDefaults;

/// <summary>The code of a bare status that no endpoint gave a code of its own.</summary>
internal static class ProblemCodes
{
    public static string ForStatus(int status) => status switch
    {
        400 => "request.invalid",
        401 => "access.sign-in-required",
        403 => "access.role-missing",
        404 => "request.not-found",
        405 => "request.method-not-allowed",
        406 => "request.not-acceptable",
        408 => "request.timeout",
        413 => "request.too-large",
        414 => "request.uri-too-long",
        415 => "request.unsupported-media-type",
        422 => "request.unprocessable",
        429 => "rate.limited",
        431 => "request.headers-too-large",
        502 => "service.unreachable",
        503 => "service.unavailable",
        504 => "service.timeout",
        >= 500 => "service.failed",
        _ => "request.failed",
    };
}
