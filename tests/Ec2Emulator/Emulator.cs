using System.Net;
using Ec2Emulator.Admin;
using Ec2Emulator.Cloud;
using Ec2Emulator.Lies;
using Ec2Emulator.Machines;
using Ec2Emulator.Records;
using Ec2Emulator.Service;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ec2Emulator;

/// <summary>An EC2 of one's own, on loopback: any SDK or the aws CLI drives it through <see cref="ServiceUrl"/> with any credentials.</summary>
internal sealed class Emulator : IAsyncDisposable
{
    private readonly EmulatorOptions options;
    private readonly Account account;
    private readonly Liar liar;
    private readonly Ledger ledger = new();
    private readonly MachineHouse? machines;
    private readonly WebApplication app;

    private Emulator(EmulatorOptions options)
    {
        this.options = options;
        var dice = new Dice(options.Seed);
        account = new Account(options.Region, dice, options.Machines is null ? options.Pace : null);
        liar = new Liar(dice) { Plan = options.Faults };
        machines = options.Machines is { } wanted ? new MachineHouse(wanted, account, options.Time) : null;
        var desk = new Desk(account, liar, ledger, options.Time, instance => machines?.ConsoleOf(instance) ?? "", () => machines?.Look());
        app = Build(new Front(desk, new SmallServices(account, liar), options.Watcher));
    }

    /// <summary>Such as http://127.0.0.1:41234: the endpoint of EC2, STS and Service Quotas alike.</summary>
    public Uri ServiceUrl => new(app.Urls.First());

    public Region Region => options.Region;

    /// <summary>How it lies from now on.</summary>
    public FaultPlan Faults
    {
        get => Locked(() => liar.Plan);
        set => Locked(() => liar.Plan = value);
    }

    public static async Task<Emulator> StartAsync(EmulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        var emulator = new Emulator(options ?? new EmulatorOptions());
        try
        {
            await (emulator.machines?.OpenAsync(cancellationToken) ?? Task.CompletedTask);
            await emulator.app.StartAsync(cancellationToken);
            return emulator;
        }
        catch
        {
            await emulator.DisposeAsync();
            throw;
        }
    }

    /// <summary>What truly happened until now.</summary>
    public LedgerPage Read() => Locked(() =>
    {
        var now = options.Time.GetUtcNow();
        return new LedgerPage(
            now,
            [.. ledger.Calls],
            [.. account.Instances.Select(instance => ledger.LifeOf(instance, now))],
            [.. account.Volumes(now).Where(entry => entry.Instance is null).Select(entry => entry.Volume.Id)]);
    });

    /// <summary>Gives a running spot instance its two minutes. False: there is none of that id.</summary>
    public bool AnnounceSpotEnd(string instance) => Locked(() => account.Find(instance) is { } found && Interruption.Announce(found, options.Time.GetUtcNow(), account));

    /// <summary>Ends an instance as failing hardware does. False: there is none of that id.</summary>
    public bool FailHardware(string instance) => Locked(() => account.Find(instance) is { } found && Interruption.Fail(found, options.Time.GetUtcNow(), account));

    /// <summary>Until somebody stops the process.</summary>
    public Task WaitForShutdownAsync() => app.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await (machines?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private WebApplication Build(Front front)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port));
        builder.Services.Configure<FormOptions>(form => form.ValueCountLimit = 20_000);
        var web = builder.Build();
        web.MapPost("/", front.TakeAsync);
        web.MapAdmin(this);
        return web;
    }

    private T Locked<T>(Func<T> work)
    {
        lock (account.Gate)
        {
            return work();
        }
    }
}
