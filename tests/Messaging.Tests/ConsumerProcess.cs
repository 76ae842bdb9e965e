using Microsoft.Extensions.DependencyInjection;
using ServiceMesh.Contracts;

namespace ServiceMesh.Messaging.Tests;

/// <summary>
/// A consumer as a process of its own that stops for ever at a named point of handling a note: <c>received</c> (nothing done), <c>written</c>
/// (all statements run, no commit) or <c>committed</c> (not acknowledged).
/// </summary>
internal static class ConsumerProcess
{
    private const string Queue = "SERVICEMESH_CONSUMER_QUEUE";
    private const string Database = "SERVICEMESH_CONSUMER_DATABASE";
    private const string Broker = "SERVICEMESH_CONSUMER_BROKER";
    private const string Point = "SERVICEMESH_CONSUMER_STOPS_AT";

    /// <summary>Whether this process is such a service.</summary>
    public static bool IsWanted => Environment.GetEnvironmentVariable(Queue) is not null;

    public static Task<ChildService> StartAsync(string queue, string database, string broker, string stopsAt) => ChildService.StartAsync(
        queue, new Dictionary<string, string> { [Queue] = queue, [Database] = database, [Broker] = broker, [Point] = stopsAt });

    /// <summary>What the process does.</summary>
    public static async Task<int> RunAsync()
    {
        string Setting(string name) => Environment.GetEnvironmentVariable(name)!;
        await using var service = await TestService.StartWatchedAsync(
            Setting(Queue), Setting(Database), Setting(Broker), m => m.Handle<NoteAdded, EchoHandler>(),
            s => s.AddSingleton<IEventDelivery>(sp => new StoppingDelivery(sp.GetRequiredService<EventDelivery>())));
        return await ChildService.StayAsync();
    }

    /// <summary>Never returns at the point where this process is to stop, and says that it is there.</summary>
    public static async Task StopAtAsync(string point, NoteAdded note)
    {
        if (note.Text != EchoHandler.Call || Environment.GetEnvironmentVariable(Point) != point) return;
        Console.WriteLine(point);
        await Task.Delay(Timeout.Infinite);
    }

    private sealed class StoppingDelivery(IEventDelivery real) : IEventDelivery
    {
        public async Task DeliverAsync(Event e, Guid messageId, CancellationToken ct)
        {
            await StopAtAsync("received", (NoteAdded)e);
            await real.DeliverAsync(e, messageId, ct);
            await StopAtAsync("committed", (NoteAdded)e);
        }
    }
}

/// <summary>Writes each note into the ledger, and answers a call with a note of its own in the same commit.</summary>
internal sealed class EchoHandler : IHandle<NoteAdded>
{
    public const string Call = "call";
    public const string Echo = "echo";

    public async Task HandleAsync(NoteAdded e, Work work, CancellationToken ct)
    {
        await Ledger.WriteAsync(work, e.Text, e.TicketId, ct);
        if (e.Text == Call) work.Publish(Notes.Of(e.TicketId!.Value, Echo));
        await ConsumerProcess.StopAtAsync("written", e);
    }
}
