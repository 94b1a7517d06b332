using Microsoft.Extensions.Hosting.Systemd;
using Mux.Camp;

namespace Mux;

/// <summary>What is logged, and how it looks: text for people, JSON for collectors, and under systemd text with the priorities that the journal understands.</summary>
internal static class MuxLogging
{
    public static void Configure(ILoggingBuilder logging, MuxSettings settings)
    {
        logging.ClearProviders()
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Yarp", LogLevel.Warning)
            .AddFilter("Grpc", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error); // that form-token keys are not encrypted on disk is meant: only the owner can read the folder
        // Pages are marked as not to be kept before their form's token is made; it says at each form that it marks them again.
        logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        if (settings.JsonLog)
        {
            logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat) = (true, "O"));
        }
        else if (SystemdHelpers.IsSystemdService())
        {
            logging.AddSystemdConsole();
        }
        else
        {
            logging.AddSimpleConsole(console => console.SingleLine = true);
        }
    }
}
