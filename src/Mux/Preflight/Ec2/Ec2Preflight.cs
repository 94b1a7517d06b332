using System.Collections.Immutable;
using Amazon;
using Mux.Camp;

namespace Mux.Preflight.Ec2;

/// <summary>Whether the account has room and permission for the whole fleet.</summary>
internal sealed class Ec2Preflight(Ec2Survey survey, Ec2Definition ec2) : IPreflight
{
    private const string AnswerWanted = "credentials that AWS accepts";

    public bool HoldsLaunches => true;

    public async Task<ImmutableArray<PreflightCheck>> CheckAsync(int ships, CancellationToken cancellationToken)
    {
        if (Region() is { Verdict: Verdict.Short } nowhere)
        {
            return [nowhere];
        }

        // Without a caller every other question would get the same answer.
        var caller = await survey.CallerAsync(cancellationToken);
        return caller.Trouble is { IsFinal: true } trouble
            ? [Region(), Refused(trouble)]
            : [Region(), Caller(caller), .. Ec2Checks.Of(await survey.AskAsync(cancellationToken), ec2, ships)];
    }

    // An endpoint of one's own may call its region as it likes.
    private PreflightCheck Region() => ec2.Endpoint is null && RegionEndpoint.GetBySystemName(ec2.Region).DisplayName == "Unknown"
        ? new PreflightCheck("region", Verdict.Short, "a region of AWS", ec2.Region) { Fix = $"ec2.region: AWS has no region '{ec2.Region}': write for example eu-central-1.", ForbidsLaunches = true }
        : PreflightCheck.Ok("region", "a region of AWS", ec2.Region);

    private static PreflightCheck Caller(Asked<string> caller) => caller.Value is { } arn
        ? PreflightCheck.Ok("credentials", AnswerWanted, arn)
        : PreflightCheck.Unknown("credentials", AnswerWanted, $"{caller.Trouble!.Words}: run it again.", caller.Trouble.Code);

    private static PreflightCheck Refused(AwsTrouble trouble) => new("credentials", Verdict.Short, AnswerWanted, trouble.Words)
    {
        Code = trouble.Code,
        Fix = trouble.Code == "NoCredentials"
            ? "Give the mux credentials: a role on its machine, a profile in AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
            : "Check AWS_PROFILE, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or the machine's role, and its clock.",
        ForbidsLaunches = true,
    };
}
