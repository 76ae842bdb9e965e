namespace ServiceMesh.AppHost;

/// <summary>A start that is refused for a reason the operator can act on: the reason is shown, without a stack trace.</summary>
internal sealed class Refusal(string reason) : Exception(reason)
{
    /// <summary>Ends the program with the reason and exit code 1.</summary>
    public static void ShowReason() => AppDomain.CurrentDomain.UnhandledException += (_, e) =>
    {
        if (e.ExceptionObject is not Refusal refusal) return;
        Console.Error.WriteLine(refusal.Message);
        Environment.Exit(1);
    };
}
