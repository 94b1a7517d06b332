namespace Mux.Preflight.Ec2;

/// <summary>What the mux's credentials may do, by EC2's own word.</summary>
internal static class PermissionChecks
{
    private static readonly string[] Operations = ["RunInstances", "TerminateInstances", "CreateTags"];

    public static IEnumerable<PreflightCheck> All(Ec2Facts facts) => Operations.Select(operation => Of(operation, facts));

    private static PreflightCheck Of(string operation, Ec2Facts facts)
    {
        var (name, wanted) = ($"permission {operation}", "to be allowed");
        return facts.DryRuns.GetValueOrDefault(operation) switch
        {
            null => PreflightCheck.Unknown(name, wanted, operation == "RunInstances" ? "The launch could not be put together: mend what is above." : "Only a machine of the camp can answer this: launch one ship, then run it again."),
            { Code: Ec2DryRuns.Allowed } => PreflightCheck.Ok(name, wanted, "it is"),
            { IsDenied: true } trouble => new PreflightCheck(name, Verdict.Short, wanted, "it is not")
            {
                Code = trouble.Code, Fix = "Give the mux's credentials the policy of ops/ec2/mux-policy.json, with this camp's name and region in it.", ForbidsLaunches = true,
            },
            // Something other than permission is in the way, and another check names it better.
            { } trouble => PreflightCheck.Unknown(name, wanted, trouble.Words, trouble.Code),
        };
    }
}
