namespace ServiceMesh.ServiceDefaults;

/// <summary>The usual problems, as exceptions to throw.</summary>
public static class Problems
{
    /// <summary>400: the request makes no sense as it stands.</summary>
    public static ProblemException Invalid(string code, string? detail = null) =>
        new(400, code, "The request is not valid.", detail);

    /// <summary>400 <c>request.invalid</c> about one field.</summary>
    public static ProblemException InvalidField(string field, string message) =>
        new(400, "request.invalid", "The request is not valid.", message)
        {
            Errors = new Dictionary<string, string[]> { [field] = [message] },
        };

    /// <summary>403: signed in, but not allowed.</summary>
    public static ProblemException Forbidden(string code, string? detail = null) =>
        new(403, code, "This is not allowed to you.", detail);

    /// <summary>404: unknown, or another tenant's, which is the same.</summary>
    public static ProblemException NotFound(string code, string? detail = null) =>
        new(404, code, "There is nothing here by that id.", detail);

    /// <summary>409: does not fit the present state.</summary>
    public static ProblemException Conflict(string code, string? detail = null) =>
        new(409, code, "The request does not fit the present state.", detail);

    /// <summary>422: well formed, but impossible to do.</summary>
    public static ProblemException Unprocessable(string code, string? detail = null) =>
        new(422, code, "The request cannot be processed.", detail);

    /// <summary>503 with Retry-After: something this needs is away for the moment.</summary>
    public static ProblemException Unavailable(string code, string? detail = null, TimeSpan? retryAfter = null) =>
        new(503, code, "The service is not available at the moment.", detail) { RetryAfter = retryAfter ?? TimeSpan.FromSeconds(2) };
}
