using System.Net;
using System.Net.Sockets;
using System.Text;
using Ec2Emulator.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace Ec2Emulator.Machines;

/// <summary>What machines reach on their bridge and nobody else: the metadata service, and a window onto this machine's registry.</summary>
internal static class MachineDoors
{
    public const int RegistryPort = 5000;
    private const int SocketLevel = 1;
    private const int BindToDevice = 25;
    private static readonly IPEndPoint MetadataEndpoint = new(IPAddress.Parse("169.254.169.254"), 80);

    public static WebApplication Build(MachineOptions options, MetadataService metadata)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(MetadataEndpoint);
            if (options.Registry is not null)
            {
                kestrel.Listen(options.Gateway, RegistryPort);
            }
        });
        // Every emulator of a machine has that one address: each answers on its own bridge only.
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = endpoint => Bound(endpoint, options.Name));
        var web = builder.Build();
        web.MapWhen(context => context.Connection.LocalPort == MetadataEndpoint.Port, branch => branch.Run(metadata.TakeAsync));
        if (options.Registry is { } registry)
        {
            web.Run(new RegistryWindow(registry).TakeAsync);
        }

        return web;
    }

    private static Socket Bound(EndPoint endpoint, string device)
    {
        if (!endpoint.Equals(MetadataEndpoint))
        {
            return SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        }

        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetRawSocketOption(SocketLevel, BindToDevice, Encoding.ASCII.GetBytes(device + '\0'));
        socket.Bind(endpoint);
        return socket;
    }
}
