using ServiceMesh.Messaging.Tests;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// The tests' own program, or, when a test starts it again, a service that works until it is killed.
if (TimerProcess.IsWanted) return await TimerProcess.RunAsync();
if (ConsumerProcess.IsWanted) return await ConsumerProcess.RunAsync();
return args.Contains("--server") || args.Contains("--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
