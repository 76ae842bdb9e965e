namespace ServiceMesh.Messaging;

/// <summary>
/// Thrown by a handler when an earlier event has not arrived yet. The message is tried again later by a durable timer,
/// without an error in the log.
/// </summary>
public sealed class NotYetException : Exception
{
    public NotYetException()
    {
    }

    public NotYetException(string message) : base(message)
    {
    }

    public NotYetException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
