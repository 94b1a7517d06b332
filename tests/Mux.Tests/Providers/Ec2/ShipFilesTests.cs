using System.Diagnostics;
using Xunit;

namespace Mux.Tests.Providers.Ec2;

/// <summary>The files of user data in the hands of the programs that will read them.</summary>
public sealed class ShipFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Cloud_init_finds_the_user_data_valid()
    {
        Need("cloud-init");
        var file = Path.Combine(folder.Path, "user-data");
        File.WriteAllText(file, UserDataTests.Compose());
        var (exit, output) = Run("cloud-init", "schema", "--config-file", file);
        Assert.True(exit == 0 && output.Contains("Valid", StringComparison.Ordinal), output);
    }

    [Fact]
    public void The_kernels_firewall_understands_the_rules()
    {
        Need("nft");
        var (exit, output) = Run("nft", "--check", "--file", Source("ship.nft"));
        Assert.True(exit == 0, output);
    }

    [Fact]
    public void Systemd_finds_no_fault_with_the_units()
    {
        Need("systemd-analyze");
        foreach (var file in UserDataTests.Files())
        {
            var path = folder.Path + file.Path;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Content);
            File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(file.Permissions, 8));
        }

        Directory.CreateDirectory(folder.Path + "/var/lib/risecamp/current");
        File.Copy("/bin/true", folder.Path + "/var/lib/risecamp/current/ShipAgent");
        CopyTargets();
        foreach (var unit in Directory.GetFiles(folder.Path + "/etc/systemd/system"))
        {
            var (exit, output) = Run("systemd-analyze", "verify", "--man=no", "--recursive-errors=no", $"--root={folder.Path}", unit);
            Assert.True(exit == 0, output);
        }
    }

    [Fact]
    public void Containers_answer_the_mux_and_reach_nothing_else()
    {
        Need("nft");
        Need("ip");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "network namespaces need root");
        var (exit, output) = Run("timeout", "900", Repository.At("tests", "Mux.Tests", "Providers", "Ec2", "ship-network"), Source("ship.nft"));
        Assert.True(exit == 0, output);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        // Without the rules everything is reached: else the second half would prove nothing.
        Assert.All(lines.Where(line => line.StartsWith("without ", StringComparison.Ordinal)), line => Assert.DoesNotContain(" no", line, StringComparison.Ordinal));
        Assert.Equal(
            [
                "mux → container yes", "agent → container yes", "agent → metadata yes yes", "agent → mux yes", "somebody on the host → metadata no no",
                "container → metadata no", "container → mux no", "container → other ship no", "container → its ship no no",
            ],
            lines.Where(line => line.StartsWith("with ", StringComparison.Ordinal)).Select(line => line["with ".Length..]));
    }

    [Theory]
    [InlineData(0, 60, false)]
    [InlineData(59, 60, false)]
    [InlineData(60, 60, true)]
    public void Without_the_mux_for_too_long_the_machine_is_powered_off(int secondsAgo, int limit, bool ends)
    {
        const int Up = 5000;
        Assert.Equal(ends, Watch(Contact($"{Up - secondsAgo}"), limit, Up));
    }

    [Fact]
    public void A_machine_whose_agent_never_started_is_powered_off_too()
    {
        var contact = Path.Combine(folder.Path, "contact");
        Assert.False(Watch(contact, 60)); // counted from the first look
        Assert.InRange(int.Parse(File.ReadAllText(contact), System.Globalization.CultureInfo.InvariantCulture), 1, (int)Uptime() + 1);
        File.WriteAllText(contact, "0");
        Assert.True(Watch(contact, 1));
    }

    [Fact]
    public void A_spoilt_note_of_the_last_contact_counts_from_now() => Assert.False(Watch(Contact("soon; reboot"), 1));

    // What every unit depends on by default.
    private void CopyTargets()
    {
        const string Units = "/lib/systemd/system";
        Directory.CreateDirectory(folder.Path + Units);
        foreach (var target in Directory.GetFiles(Units, "*.target"))
        {
            File.Copy(target, folder.Path + target);
        }
    }

    /// <summary>True when the script has asked systemd to power off.</summary>
    /// <param name="uptime">In seconds, where the clock must stand still; else the machine's own.</param>
    private bool Watch(string contact, int limit, int? uptime = null)
    {
        var called = Path.Combine(folder.Path, "called");
        File.Delete(called);
        Stub("systemctl", $"echo \"$@\" >{called}");
        if (uptime is { } seconds)
        {
            Stub("cut", $"echo {seconds}");
        }

        var (exit, output) = Run("env", $"PATH={folder.Path}:/usr/bin:/bin", $"RISECAMP_CONTACT={contact}", $"RISECAMP_DEAD_MAN_SECONDS={limit}", "sh", Source("dead-man"));
        Assert.True(exit == 0, output);
        return File.Exists(called) && File.ReadAllText(called) == "poweroff\n";
    }

    private void Stub(string program, string script)
    {
        var stub = Path.Combine(folder.Path, program);
        File.WriteAllText(stub, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(stub, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private string Contact(string text)
    {
        var contact = Path.Combine(folder.Path, "contact");
        File.WriteAllText(contact, text + "\n");
        return contact;
    }

    private static double Uptime() => double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    private static string Source(string name) => Repository.At("src", "Mux", "Providers", "Ec2", "Ship", name);

    private static void Need(string program) =>
        Assert.SkipUnless((Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin").Split(':').Any(path => File.Exists(Path.Combine(path, program))), $"{program} is not installed");

    private static (int Exit, string Output) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] += ":/usr/sbin";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
