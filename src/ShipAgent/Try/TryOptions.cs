using System.Globalization;
using Contracts.Control;
using ShipAgent.Containers;

namespace ShipAgent.Try;

/// <summary>What an author says on the command line of <c>try</c>.</summary>
/// <param name="Spec">The tutorial as a ship would be told of it.</param>
/// <param name="Port">Of 127.0.0.1; 0: any free one.</param>
/// <param name="Socket">The engine's.</param>
internal sealed record TryOptions(TutorialSpec Spec, int Port, string Socket)
{
    public const string Usage = """
        usage: ShipAgent try --image IMAGE --name NAME [--data DIR]... [--memory 1g] [--cpus 1] [--pids 256] [--home VOLUME]
                             [--notebook PATH] [--timeout SECONDS] [--port PORT] [--socket PATH]
          --image     repository@sha256:… or the tag of an image on this machine
          --name      of the tutorial: it is served at /camp/NAME/
          --data      a folder, mounted read-only at /data/ and its name; NAME=DIR gives it another; may be repeated
          --home      volume for the attendee's files, kept between tries (default: risecamp-try-NAME)
        """;

    /// <summary>Null when the arguments are wrong; <paramref name="errors"/> then names each.</summary>
    public static TryOptions? Parse(string[] arguments, string secret, out IReadOnlyList<string> errors)
    {
        var reader = new Reader();
        for (var i = 0; i < arguments.Length; i += 2)
            reader.Take(arguments[i], i + 1 < arguments.Length ? arguments[i + 1] : null);
        var spec = reader.Spec;
        spec.Secret = secret;
        if (spec.HomeVolume.Length == 0)
            spec.HomeVolume = $"risecamp-try-{spec.Name}";
        if (spec.Image.Length == 0)
            reader.Errors.Add("--image is missing");
        if (reader.Errors.Count == 0)
            reader.Errors.AddRange(SpecCheck.Faults(spec, localImage: true));
        errors = reader.Errors;
        return reader.Errors.Count > 0 ? null : new TryOptions(spec, reader.Port, reader.Socket);
    }

    private sealed class Reader
    {
        public TutorialSpec Spec { get; } = new() { MemoryBytes = 1UL << 30, CpuMillis = 1000, Pids = 256, StartTimeoutSeconds = 60 };

        public List<string> Errors { get; } = [];

        public int Port { get; private set; }

        public string Socket { get; private set; } = "/var/run/docker.sock";

        public void Take(string option, string? value)
        {
            if (value is null)
                Errors.Add($"{option} needs a value");
            else if (!TryTake(option, value))
                Errors.Add($"{option} {value} is not understood");
        }

        private bool TryTake(string option, string value) => option switch
        {
            "--image" => Set(() => Spec.Image = value),
            "--name" => Set(() => Spec.Name = value),
            "--home" => Set(() => Spec.HomeVolume = value),
            "--notebook" => Set(() => Spec.Notebook = value),
            "--socket" => Set(() => Socket = value),
            "--data" => TakeData(value),
            "--memory" => TakeMemory(value),
            "--cpus" => Number(value, out var cpus) && Set(() => Spec.CpuMillis = (uint)(cpus * 1000)),
            "--pids" => Number(value, out var pids) && Set(() => Spec.Pids = (uint)pids),
            "--timeout" => Number(value, out var seconds) && Set(() => Spec.StartTimeoutSeconds = (uint)seconds),
            "--port" => Number(value, out var port) && port <= 65535 && Set(() => Port = (int)port),
            _ => false,
        };

        private bool TakeData(string value)
        {
            var cut = value.IndexOf('=', StringComparison.Ordinal);
            var folder = Path.GetFullPath(value[(cut + 1)..]).TrimEnd('/');
            if (!Directory.Exists(folder))
                return false;
            Spec.Datasets.Add(new DatasetMount { Name = cut > 0 ? value[..cut] : Path.GetFileName(folder), Source = folder });
            return true;
        }

        private bool TakeMemory(string value)
        {
            var unit = char.ToLowerInvariant(value.Length > 0 ? value[^1] : ' ') switch { 'k' => 10, 'm' => 20, 'g' => 30, _ => 0 };
            if (!Number(unit > 0 ? value[..^1] : value, out var size))
                return false;
            Spec.MemoryBytes = (ulong)(size * (1L << unit));
            return true;
        }

        private static bool Number(string value, out double number) =>
            double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && number is >= 0 and <= 1e12;

        private static bool Set(Action set)
        {
            set();
            return true;
        }
    }
}
