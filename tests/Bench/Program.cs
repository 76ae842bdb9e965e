using System.Globalization;
using ServiceMesh.Bench;

// The figures of docs/benchmarks.md: each yardstick runs in the same process run as what it measures.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var pairs = args.Length > 1 && int.TryParse(args[1], CultureInfo.InvariantCulture, out var given) ? given : 3;
if (args is not ["survey-bare", ..]) Machine.Print();
switch (args.FirstOrDefault())
{
    case "board":
        await BoardBench.RunAsync(args.Length > 1 ? pairs : 5, args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 1_000_000);
        break;
    case "dispatch":
        await DispatchBench.RunAsync(args.Length > 1 ? pairs : 10_000);
        break;
    case "flow":
        await FlowBench.RunAsync(pairs);
        break;
    case "gateway":
        await GatewayBench.RunAsync(pairs);
        break;
    case "intake":
        await IntakeBench.RunAsync(args.Length > 1 ? pairs : IntakeBench.DefaultBlocks);
        break;
    case "reprocess":
        await ReprocessBench.RunAsync(args.Length > 1 ? pairs : ReprocessBench.DefaultTickets, args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : ReprocessBench.DefaultRate);
        break;
    case "survey":
        await SurveyBench.RunAsync(pairs);
        break;
    case "survey-bare":
        await SurveyBare.RunAsync(args[1..]);
        return 0;
    case "timers":
        await TimersBench.RunAsync(pairs, args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 1_000_000);
        break;
    case "notify":
        await NotifyBench.RunAsync(args.Length > 1 ? pairs : 3_000, args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 50_000);
        break;
    case "timers-host":
        await TimersHost.RunAsync();
        return 0;
    default:
        Console.WriteLine("""
            First: dotnet build -c Release AppHost
            dotnet run -c Release --project tests/Bench -- board [rounds] [tickets]   pages of the board with 10,000 tickets and with many more
            dotnet run -c Release --project tests/Bench -- dispatch [tickets]         waiting tickets given to 1,000 engineers; from a ticket to its owner
            dotnet run -c Release --project tests/Bench -- flow [pairs]      whole flow against the floor program (R1)
            dotnet run -c Release --project tests/Bench -- gateway [pairs]   the gateway against bare YARP (R6)
            dotnet run -c Release --project tests/Bench -- intake [blocks]   messages accepted by channel, and their commits
            dotnet run -c Release --project tests/Bench -- reprocess [tickets] [per second]   Intake's latency while a calendar is changed (R9)
            dotnet run -c Release --project tests/Bench -- survey [pairs]    the survey's page against a bare endpoint with the same SQL, and their commits
            dotnet run -c Release --project tests/Bench -- timers [pairs] [armed]   timers against Quartz.NET (R4); 0 pairs: ours alone
            dotnet run -c Release --project tests/Bench -- notify [tickets] [queued]   events to messages, sends by channel, hostile receivers, an outage's drain; 0 queued: no drain
            """);
        return 2;
}
Machine.Print();
return 0;
