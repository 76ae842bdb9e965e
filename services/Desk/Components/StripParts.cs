namespace ServiceMesh.Desk.Components;

/// <summary>A stretch of a time strip.</summary>
/// <param name="Kind"><c>counted</c>, <c>ahead</c>, <c>stands</c>, <c>resolved</c>, <c>late</c> or <c>open</c>.</param>
public sealed record StripBar(string Kind, DateTimeOffset From, DateTimeOffset To, string Title);

/// <summary>An instant of a time strip.</summary>
/// <param name="Kind"><c>due</c>, <c>met</c>, <c>missed</c>, <c>warned</c>, <c>now</c> or <c>event</c>.</param>
public sealed record StripMark(string Kind, DateTimeOffset At, string Title);
