using ServiceMesh.Traffic;
using ServiceMesh.Traffic.Demo;
using ServiceMesh.Traffic.Gateway;
using ServiceMesh.Traffic.Replay;

const string Usage = """
    Traffic for ServiceMesh, through the gateway's public API.
      traffic demo                              a believable vendor and endless traffic
      traffic replay LOG.csv                    a help desk's log as live traffic
              [--mapping MAPPING.json]          what its columns and values mean; ServiceNow's audit export by default
              [--parallel N]                    tickets at a time, 24 by default
    Environment: SERVICEMESH_URL, SERVICEMESH_ADMIN_EMAIL and SERVICEMESH_ADMIN_PASSWORD (or SERVICEMESH_API_KEY), SERVICEMESH_MAILBOX_URL
    """;

using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stopping.Cancel();
};
using var terminated = System.Runtime.InteropServices.PosixSignalRegistration.Create(
    System.Runtime.InteropServices.PosixSignal.SIGTERM, signal =>
    {
        signal.Cancel = true;
        stopping.Cancel();
    });

try
{
    var arguments = new Arguments(args);
    var settings = Settings.FromEnvironment(Environment.GetEnvironmentVariable);
    switch (arguments.Positional(0))
    {
        case "demo":
            return await DemoCommand.RunAsync(settings, stopping.Token);
        case "replay":
            return await ReplayCommand.RunAsync(arguments, settings, stopping.Token);
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}
catch (UsageException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (Exception e) when (e is GatewayException or HttpRequestException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    return 130;
}

/// <summary>Not public, as ASP.NET Core would make it: tests of services mean theirs.</summary>
internal sealed partial class Program;
