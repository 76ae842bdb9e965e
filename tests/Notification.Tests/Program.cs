using ServiceMesh.Notification.Tests;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// The tests' own program, or, when a test starts it again, a service that sends until it is killed.
if (NotificationProcess.IsWanted) return await NotificationProcess.RunAsync();
return args.Contains("--server") || args.Contains("--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
