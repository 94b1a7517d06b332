using System.Collections.Immutable;
using System.Net;
using Mux.Fleet;
using Mux.Images;

namespace Mux.Camp;

/// <summary>The whole of <c>camp.yaml</c>, checked. Defaults stand beside the properties.</summary>
internal sealed record CampDefinition(string Name, ImmutableArray<TutorialDefinition> Tutorials)
{
    public ImmutableArray<DatasetDefinition> Datasets { get; init; } = [];

    /// <summary>Registries that ask for a password.</summary>
    public ImmutableArray<RegistryKey> Registries { get; init; } = [];

    public FleetDefinition Fleet { get; init; } = new();

    public RolloutDefinition Rollout { get; init; } = new();

    public LocalDefinition Local { get; init; } = new();

    /// <summary>Null when the file has no such section; never with <c>fleet.provider: ec2</c>.</summary>
    public Ec2Definition? Ec2 { get; init; }

    /// <summary>As the file names them; what counts is in the store.</summary>
    public ImmutableArray<SessionDefinition> Sessions { get; init; } = [];

    /// <summary>IANA name of the zone for times that name none; empty when the file gives none.</summary>
    public string TimeZone { get; init; } = "";

    public HelpingDefinition Helping { get; init; } = new();

    public LoginDefinition Login { get; init; } = new();

    /// <summary>Null: no mail is sent.</summary>
    public MailDefinition? Mail { get; init; }

    /// <summary>Null: alerts stand on the pages alone.</summary>
    public WebhookDefinition? Webhook { get; init; }

    /// <summary>Shown on attendees' pages; the name when not given.</summary>
    public string Title { get; init; } = Name;

    /// <summary>What the machines of the camp's provider cost; nothing where they cost nothing, or nobody has written it down.</summary>
    public PriceList Prices => this is { Fleet.Provider: "ec2", Ec2: { } ec2 } ? new PriceList(ec2.Prices.Hourly, ec2.Prices.VolumeGibMonth * ec2.VolumeGib / Ec2Prices.HoursOfMonth) : PriceList.Free;

    /// <summary>What the planner of sessions must know of the camp.</summary>
    public SessionGoals SessionGoals => new(Fleet.MaxShips, Fleet.Ships, Fleet.Floor, Fleet.MaxBooting, Fleet.OpenAt, Fleet.BootTimeout, Fleet.IdleAfter, Fleet.Linger);

    public TutorialDefinition? Tutorial(string name) => Tutorials.FirstOrDefault(tutorial => tutorial.Name == name);
}

/// <summary>One tutorial: a container on every ship.</summary>
internal sealed record TutorialDefinition(string Name, string Image)
{
    public string Title { get; init; } = Name;

    /// <summary>Bytes.</summary>
    public long Memory { get; init; } = 1L << 30;

    /// <summary>Thousandths of a CPU.</summary>
    public int CpuMillis { get; init; } = 1000;

    public int Pids { get; init; } = 256;

    /// <summary>Names of data sets, mounted read-only at <c>/data/NAME</c>.</summary>
    public ImmutableArray<string> Datasets { get; init; } = [];

    /// <summary>Whose kernel is kept warm, relative to the home; empty: the first notebook by name.</summary>
    public string Notebook { get; init; } = "";

    /// <summary>From the container's start until it must be healthy.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(90);
}

/// <summary>What helpers may see of attendees' notebooks, if those let them.</summary>
internal sealed record HelpingDefinition
{
    /// <summary>From an attendee's yes until it ends by itself.</summary>
    public TimeSpan Lasts { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Attendees may let helpers type, not only look.</summary>
    public bool Typing { get; init; } = true;
}

/// <summary>A folder that every ship has, read-only. <paramref name="Path"/> is absolute.</summary>
internal sealed record DatasetDefinition(string Name, string Path);

internal sealed record FleetDefinition
{
    public string Provider { get; init; } = "local";

    /// <summary>Each ship is a machine of a cloud: agents prove themselves by machine and address, and homes are copied away.</summary>
    public bool IsOnMachines => Provider != "local";

    /// <summary>Ships wanted by a camp without sessions, until the organizer names a number.</summary>
    public int Ships { get; init; } = 3;

    /// <summary>Ships available before the doors open.</summary>
    public int OpenAt { get; init; } = 1;

    /// <summary>No goal above this is accepted.</summary>
    public int MaxShips { get; init; } = 500;

    /// <summary>Ships kept warm between sessions, beyond those in use.</summary>
    public int Floor { get; init; }

    /// <summary>Without input or work a ship in use is given back; null: only after a session's closing.</summary>
    public TimeSpan? IdleAfter { get; init; }

    /// <summary>After a session's closing no ship of it stays longer, in use or not.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromHours(2);

    /// <summary>From launch, or from a redeploy, until a ship must be available.</summary>
    public TimeSpan BootTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Ships that boot at the same time.</summary>
    public int MaxBooting { get; init; } = 4;

    /// <summary>Without a control stream, and with the data path and the provider agreeing, until a ship is given up.</summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between an agent's reports when nothing changes.</summary>
    public TimeSpan ReportEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a home that has changed is copied to the mux: what the death of a machine costs at most. Zero: never, homes stay where they are.</summary>
    public TimeSpan CopyHomesEvery { get; init; }

    /// <summary>How long a ship in use that is to end may serve on for a last copy of its files; null: there are no copies. A little longer than its agent takes at most.</summary>
    public TimeSpan? LastCopy => CopyHomesEvery > TimeSpan.Zero ? TimeSpan.FromSeconds(90) : null;

    /// <summary>Bytes of one tutorial's home, packed; a larger one is not copied.</summary>
    public long LargestHome { get; init; } = 1L << 30;

    /// <summary>The defaults: machines of a cloud boot side by side, one that installs its engine first takes its time, and what a dead one held is gone.</summary>
    public static FleetDefinition For(string provider) => provider == "ec2"
        ? new FleetDefinition { Provider = provider, MaxBooting = 1000, BootTimeout = TimeSpan.FromMinutes(10), CopyHomesEvery = TimeSpan.FromMinutes(1) }
        : new FleetDefinition { Provider = provider };
}

internal sealed record RolloutDefinition
{
    /// <summary>Ships that must take an image before the others get it; 0: none.</summary>
    public int Canary { get; init; } = 1;

    /// <summary>Ships that change at the same time.</summary>
    public int Parallel { get; init; } = 10;

    /// <summary>Failures that halt a rollout.</summary>
    public int MaxFailures { get; init; } = 1;

    /// <summary>Ships in use that change together, at most.</summary>
    public int Wave { get; init; } = 10;

    /// <summary>Between two waves of ships in use.</summary>
    public TimeSpan WavePause { get; init; } = TimeSpan.Zero;

    /// <summary>Ships that fetch an image at the same time.</summary>
    public int PullParallel { get; init; } = 100;

    /// <summary>From the order to fetch until a ship that does not have the image is given up.</summary>
    public TimeSpan PullTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>A ship that cannot get the image counts as a failure; else it is skipped.</summary>
    public bool PullFailureCounts { get; init; }

    /// <summary>Images of a tutorial that stay on the ships' disks, for going back.</summary>
    public int KeepImages { get; init; } = 3;
}

/// <summary>Settings of the provider <c>local</c>.</summary>
internal sealed record LocalDefinition
{
    /// <summary>Addresses of all ships' containers; each ship gets sixteen.</summary>
    public IPNetwork Subnet { get; init; } = IPNetwork.Parse("10.77.0.0/16");

    /// <summary><c>managed</c>: the mux starts the agents; <c>external</c>: somebody else does (a debugger, a simulation).</summary>
    public bool ManagedAgents { get; init; } = true;
}
