using System.Globalization;
using Ec2Emulator;
using Ec2Emulator.Cloud;

// usage: Ec2Emulator [PORT]: an EC2 on loopback until Ctrl-C; /_emulator/faults and /_emulator/ledger are its own.
var port = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 4566;
await using var emulator = await Emulator.StartAsync(new EmulatorOptions { Port = port, Pace = Pace.Real });
Console.WriteLine($"listening on {emulator.ServiceUrl}");
await emulator.WaitForShutdownAsync();
