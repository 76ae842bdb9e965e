namespace ServiceMesh.ServiceDefaults;

/// <summary>Ends a request with an RFC 9457 problem. It is an answer, not an accident: it is not logged as an error.</summary>
public sealed class ProblemException : Exception
{
    /// <summary>Makes the problem.</summary>
    /// <param name="status">HTTP status, 400 to 599.</param>
    /// <param name="code">Stable, dotted and lower-case, for example <c>ticket.not-found</c>; programs branch on it.</param>
    /// <param name="title">A short sentence for people, the same for every occurrence of the code.</param>
    /// <param name="detail">What was wrong this time; without personal data.</param>
    public ProblemException(int status, string code, string title, string? detail = null)
        : base(detail ?? title)
    {
        Status = status;
        Code = code;
        Title = title;
        Detail = detail;
    }

    public int Status { get; }
    public string Code { get; }
    public string Title { get; }
    public string? Detail { get; }

    /// <summary>Messages by field, for 400; null when it is not about fields.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>When to try again, sent as Retry-After in whole seconds.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
