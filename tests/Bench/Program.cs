using Bench.Ec2;
using Bench.Fleet;
using Bench.Login;
using Bench.Plan;
using Bench.Proxy;
using Bench.Waiting;

switch (args)
{
    case ["proxy", .. var rest]:
        await ProxyCommands.RunAsync(rest);
        return 0;
    case ["fleet", .. var rest]:
        await FleetCommands.RunAsync(rest);
        return 0;
    case ["rollout", .. var rest]:
        await FleetCommands.RolloutAsync(rest);
        return 0;
    case ["ec2", .. var rest]:
        await Ec2Commands.RunAsync(rest);
        return 0;
    case ["waiting", .. var rest]:
        await WaitingCommands.RunAsync(rest);
        return 0;
    case ["plan", .. var rest]:
        await PlanCommands.RunAsync(rest);
        return 0;
    case ["login", .. var rest]:
        await LoginCommands.LoginAsync(rest);
        return 0;
    case ["small-cells", .. var rest]:
        await LoginCommands.SmallCellsAsync(rest);
        return 0;

    // Helpers of the above, in processes of their own.
    case ["upstream", var address, var port]:
        await ProxyCommands.UpstreamAsync(address, port);
        return 0;
    case ["bare", var port, var upstream, var sockets]:
        await ProxyCommands.BareAsync(port, upstream, sockets);
        return 0;
    default:
        await Console.Error.WriteLineAsync(
            "usage: ops/bench proxy [--rounds N] [--seconds N] | fleet [--ships N] | rollout [--ships N] | ec2 [--instances N] [--ships N] | plan [--ships N] | waiting [--herd N] [--crowd N] [--ships N] [--watchers N] | "
            + "login [--ships N] [--alone N] [--no-hub] [--patience S] | small-cells [--cells N] [--patience S]");
        return 2;
}
