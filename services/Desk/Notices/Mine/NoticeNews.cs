namespace ServiceMesh.Desk.Notices.Mine;

/// <summary>Tells the bell of one circuit that its person has read something.</summary>
internal sealed class NoticeNews
{
    public event Action? Changed;

    public void Tell() => Changed?.Invoke();
}
