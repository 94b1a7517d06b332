using System.Reflection;
using Microsoft.AspNetCore.DataProtection;

namespace Mux;

/// <summary>Refuses a runtime with a hole that the mux cannot close: before 10.0.7 its data protection takes forged cookies for its own (CVE-2026-40372).</summary>
internal static class RuntimeCheck
{
    public static readonly Version Least = new(10, 0, 7);

    /// <summary>Null when all is well. The two come in packages of their own, so both are looked at.</summary>
    public static string? Problem() => Problem(".NET", Environment.Version) ?? Problem("ASP.NET Core", VersionOf(typeof(IDataProtectionProvider).Assembly));

    public static string? Problem(string name, Version? version) => version >= Least
        ? null
        : $"{name} {version?.ToString() ?? "of an unknown version"} has a known hole (CVE-2026-40372): install {Least} or newer, or publish the mux anew with a newer SDK";

    // Such as 10.0.12+0123abc, or 10.0.0-preview.1.
    private static Version? VersionOf(Assembly assembly) =>
        Version.TryParse(assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+', '-')[0], out var version) ? version : null;
}
