using System.Globalization;
using System.Net;
using Ec2Emulator;
using Ec2Emulator.Cloud;
using Ec2Emulator.Machines;

// usage: Ec2Emulator [PORT [BLOCK]]: an EC2 on loopback until Ctrl-C. With a block of addresses that is free here, such as 10.85.0.0/16, its instances boot.
var port = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 4566;
var machines = args.Length > 1 ? new MachineOptions { Block = IPNetwork.Parse(args[1]), Registry = new Uri("http://127.0.0.1:5000") } : null;
var region = machines is null ? Region.Sample : Region.Sample.At(machines.Block);
await using var emulator = await Emulator.StartAsync(new EmulatorOptions { Port = port, Pace = Pace.Real, Region = region, Machines = machines });
Console.WriteLine($"listening on {emulator.ServiceUrl}");
await emulator.WaitForShutdownAsync();
