using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Maintenance;
using ServiceMesh.Messaging;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Maintenance;

/// <summary>A vendor with a customer under contract, and what tests do with its maintenance.</summary>
internal sealed class Maintained(DispatchApp app)
{
    private static readonly string[] s_manager = ["dispatcher", "manager"];
    private long _sequence;

    public Vendor Vendor { get; } = app.NewVendor();
    public Guid Customer { get; } = Guid.CreateVersion7();
    public Guid Contract { get; } = Guid.CreateVersion7();
    public Guid Product { get; } = Guid.CreateVersion7();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<Maintained> NewAsync(DispatchApp app, bool? upgrades = null)
    {
        var made = new Maintained(app);
        await made.CustomerAsync("Northwind; Ltd, \\ 北风");
        await made.ContractAsync(upgrades: upgrades);
        return made;
    }

    public Task CustomerAsync(string name) => app.DeliverAsync(new CustomerChanged
    {
        Tenant = Vendor.Tenant, OccurredAt = DateTimeOffset.UtcNow, CustomerId = Customer, Name = name, Stream = Next(Customer),
    });

    public Task ContractAsync(DateOnly? endsOn = null, bool? upgrades = null, Guid? id = null, Guid? customer = null) => app.DeliverAsync(new ContractChanged
    {
        Tenant = Vendor.Tenant, OccurredAt = DateTimeOffset.UtcNow, ContractId = id ?? Contract, CustomerId = customer ?? Customer, Number = "C-1",
        StartsOn = new DateOnly(2020, 1, 1), EndsOn = endsOn ?? new DateOnly(2099, 12, 31), ServiceLevel = "premium", ProductIds = [], UpgradesIncluded = upgrades,
        Stream = Next(id ?? Contract),
    });

    /// <summary>A plan's body; what is given replaces what stands here.</summary>
    public Dictionary<string, object?> Plan(string kind, params (string Name, object? Value)[] more)
    {
        var plan = new Dictionary<string, object?>
        {
            ["name"] = $"Plan of {kind}", ["kind"] = kind, ["contractId"] = Contract, ["zone"] = "Asia/Shanghai", ["startsOn"] = Today.AddDays(1).ToString("O", CultureInfo.InvariantCulture),
            ["at"] = "01:00", ["minutes"] = 240, ["rule"] = "FREQ=MONTHLY;BYMONTHDAY=31",
        };
        if (kind == "backupDrill") (plan["rtoMinutes"], plan["rpoMinutes"]) = (60, 15);
        foreach (var (name, value) in more) plan[name] = value;
        return plan;
    }

    public Task<JsonElement> PlanAsync(string kind, params (string Name, object? Value)[] more) => Vendor.PostAsync("/api/v1/maintenance/plans", Plan(kind, more));

    public async Task<List<JsonElement>> RunsAsync(string filter = "") =>
        [.. (await Vendor.GetAsync($"/api/v1/maintenance/runs?limit=500&{filter}")).GetProperty("items").EnumerateArray()];

    /// <summary>A plan's first run.</summary>
    public async Task<Guid> FirstRunAsync(string kind, params (string Name, object? Value)[] more)
    {
        var plan = await PlanAsync(kind, more);
        return (await RunsAsync($"planId={plan.GetProperty("id").GetGuid()}"))[0].GetProperty("id").GetGuid();
    }

    /// <summary>A run whose window has opened a minute ago and stays open for four hours; known to be due.</summary>
    public async Task<Guid> DueRunAsync(string kind, params (string Name, object? Value)[] more)
    {
        var run = await FirstRunAsync(kind, more);
        await OpenAsync(run, TimeSpan.FromMinutes(-1));
        return run;
    }

    /// <summary>Moves a run's window so that it opened or will open then, as if it had been planned so, and waits until time has done its work.</summary>
    public async Task OpenAsync(Guid run, TimeSpan from)
    {
        await SetAsync(run, "from_at = now() + $2, until_at = now() + $2 + (until_at - from_at), due_at = now() + $2 + (due_at - from_at), announce_at = NULL", from);
        if (from <= TimeSpan.Zero) await Eventually(run, "due");
    }

    /// <summary>Lets a run's due instant pass.</summary>
    public Task PassDueAsync(Guid run) => SetAsync(run, "due_at = now() + $2", TimeSpan.FromSeconds(-1));

    public async Task Eventually(Guid run, string state) => await Testing.Eventually.Async(async () => await StateAsync(run) == state, what: $"the run is {state}");

    public async Task<string> StateAsync(Guid run) => (await DetailAsync(run)).GetProperty("run").GetProperty("state").GetString()!;

    public Task<JsonElement> DetailAsync(Guid run) => Vendor.GetAsync($"/api/v1/maintenance/runs/{run}");

    public Task<JsonElement> ActAsync(Guid run, string action, object? body = null) => Vendor.PostAsync($"/api/v1/maintenance/runs/{run}/{action}", body ?? new { });

    public async Task AnswerAllAsync(Guid run)
    {
        foreach (var item in (await DetailAsync(run)).GetProperty("checklist").GetProperty("items").EnumerateArray())
            await ActAsync(run, "check", new { key = item.GetProperty("key").GetString(), state = "done" });
    }

    public HttpClient Manager() => Vendor.As(s_manager);

    private async Task SetAsync(Guid run, string change, TimeSpan by)
    {
        await using var work = await app.Services.GetRequiredService<IWorkFactory>().BeginAsync(Ct);
        await using var update = new NpgsqlCommand($"UPDATE maintenance_runs SET {change} WHERE id = $1", work.Connection, work.Transaction)
        {
            Parameters = { new() { Value = run }, new() { Value = by } },
        };
        Assert.Equal(1, await update.ExecuteNonQueryAsync(Ct));
        work.Arm(new TimerRequest(RunStore.Timer, run.ToString(), work.Now, Vendor.Tenant));
        await work.CommitAsync(Ct);
    }

    /// <summary>In the plans' zone: in the evening by UTC it is the next day there, whose window at 01:00 would be open already.</summary>
    private static DateOnly Today => DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8));

    private StreamPosition Next(Guid aggregate) => new("intake", aggregate, ++_sequence);
}
