using System.CommandLine;
using Mux.ApiModel;

namespace Mux.Cli;

/// <summary><c>rehearse</c>: the day played through with stand-ins, and whether it would work.</summary>
internal static class RehearseCommand
{
    public const string Name = "rehearse";

    public static Command Rehearse(CliEnvironment environment)
    {
        var seats = new Option<int>("--seats") { Description = "How many stand-ins: as many as attendees are expected.", Required = true };
        var tutorial = Suggest.Tutorials(new Option<string>("--tutorial") { Description = "Whose notebook they open, and whose image is changed; the camp's first when not given." }, environment);
        var image = new Option<string>("--image") { Description = "To deploy and take back; what the tutorial ran before when not given." };
        var minutes = new Option<int?>("--minutes") { Description = "After which it is broken off: 2 to 240; 30 when not given." };
        var force = new Option<bool>("--force") { Description = "Even with people at work, or a session near: whoever comes meanwhile may wait." };
        var json = Verb.JsonOption();
        return Verb.Make(
            Name,
            """
            Plays the day through: brings up the whole fleet, sends stand-ins through the attendees' login into notebooks, runs a cell on every ship, deploys another
            image and takes it back, and reports times, failures by cause, room and cost. Then it puts everything back; the stand-ins' ships are taken down, and the
            fleet is made anew to its goal. Ctrl-C stops it, and puts everything back as well.
            Exit code 0 when the camp would work (be it slowly), 1 when it would not, or nothing is proven.
            Example: mux rehearse --seats 60
            """,
            environment,
            async (parsed, client, report, cancellationToken) =>
            {
                var request = new RehearsalRequest(parsed.GetValue(seats), parsed.GetValue(tutorial), parsed.GetValue(image), parsed.GetValue(minutes), parsed.GetValue(force));
                var started = await client.SendAsync(HttpMethod.Post, "rehearsals", request, ApiJson.Default.RehearsalRequest, ApiJson.Default.RehearsalInfo, cancellationToken);
                return started.Value is { } rehearsal
                    ? await new RehearsalWatch(client, report, quiet: parsed.GetValue(json)).SeeAsync(rehearsal, cancellationToken)
                    : report.Fail(started.Trouble!);
            },
            seats, tutorial, image, minutes, force, json);
    }
}
