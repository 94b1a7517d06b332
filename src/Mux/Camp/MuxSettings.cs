using System.Collections.Immutable;

namespace Mux.Camp;

/// <summary>What is not the camp's but the machine's: addresses, folders, secrets. From the environment (<c>MUX_*</c>), never from argv.</summary>
internal sealed record MuxSettings
{
    /// <summary>Folder of all state: database, keys, the ships' folders.</summary>
    public required string DataFolder { get; init; }

    public Uri AttendeeUrl { get; init; } = new("http://127.0.0.1:8080");

    public Uri OrganizerUrl { get; init; } = new("http://127.0.0.1:8081");

    public Uri ControlUrl { get; init; } = new("https://127.0.0.1:8443");

    /// <summary>Certificates, proxies in front, and where people's listeners really are.</summary>
    public EntranceSettings Entrance { get; init; } = new();

    public int AttendeePort => Entrance.AttendeeListen?.Port ?? AttendeeUrl.Port;

    public int OrganizerPort => Entrance.OrganizerListen?.Port ?? OrganizerUrl.Port;

    /// <summary>What attendees type to get in.</summary>
    public required string AccessCode { get; init; }

    /// <summary>Bearer token of organizers and of the CLI.</summary>
    public required string OrganizerToken { get; init; }

    /// <summary>Logs as one JSON document a line, for collectors.</summary>
    public bool JsonLog { get; init; }

    /// <summary>Client secrets of identity providers, by the provider's name; one without is a public client.</summary>
    public ImmutableDictionary<string, string> ClientSecrets { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>For the camp's mail server; empty when it asks for none.</summary>
    public string MailPassword { get; init; } = "";

    /// <summary>Signs what the webhook is sent; empty when there is none.</summary>
    public string WebhookSecret { get; init; } = "";

    /// <summary>The agent's executable, for the provider <c>local</c>.</summary>
    public string AgentPath { get; init; } = "";

    /// <summary>The agent and all that it needs to run, for machines that fetch it: a gzipped tar.</summary>
    public string AgentArchivePath { get; init; } = "";
}
