using System.Text.Json.Nodes;
using Ec2Emulator.Cloud;
using Ec2Emulator.Lies;
using Ec2Emulator.Model;
using Ec2Emulator.Wire;

namespace Ec2Emulator.Service;

/// <summary>What a preflight asks of other services: who am I (STS), how much may I (Service Quotas).</summary>
internal sealed class SmallServices(Account account, Liar liar)
{
    public const string StsVersion = "2011-06-15";

    public (int Status, byte[] Xml) Sts(IReadOnlyCollection<KeyValuePair<string, string>> form, bool signed)
    {
        var requestId = Guid.NewGuid().ToString();
        var operation = ServiceModel.Sts.Find(form.FirstOrDefault(field => field.Key == "Action").Value ?? "");
        var error = !signed ? new ApiError(403, "MissingAuthenticationToken", "Request is missing Authentication Token")
            : operation is null ? ApiError.Of("InvalidAction", "Could not find the operation")
            : null;
        var id = account.Region.AccountId;
        return error is null
            ? (200, XmlAnswer.Write(ServiceModel.Sts, operation!, new JsonObject { ["UserId"] = "AIDAEXAMPLE", ["Account"] = id, ["Arn"] = $"arn:aws:iam::{id}:user/mux" }, requestId))
            : (error.Status, XmlAnswer.WriteSts(error, requestId));
    }

    public Outcome Quotas(string operation, JsonObject parameters)
    {
        lock (account.Gate)
        {
            if (liar.Plan.Denied.Contains(operation))
            {
                return ApiError.Of("AccessDeniedException", $"User is not authorized to perform: servicequotas:{operation}");
            }

            var (service, code) = ((string?)parameters["ServiceCode"], (string?)parameters["QuotaCode"]);
            var quotas = Cloud.Quotas.All.Values.Where(quota => quota.Service == service && (code is null || quota.Code == code)).ToList();
            return operation switch
            {
                _ when quotas.Count == 0 => ApiError.Of("NoSuchResourceException", "The request failed because the specified service or quota does not exist."),
                "ListServiceQuotas" => new JsonObject { ["Quotas"] = new JsonArray([.. quotas.Select(View)]) },
                "GetServiceQuota" => new JsonObject { ["Quota"] = View(quotas[0]) },
                _ => ApiError.Of("UnknownOperationException", ""),
            };
        }
    }

    private JsonObject View(Quota quota) => new()
    {
        ["ServiceCode"] = quota.Service,
        ["ServiceName"] = quota.Service == "ec2" ? "Amazon Elastic Compute Cloud (Amazon EC2)" : "Amazon Elastic Block Store (Amazon EBS)",
        ["QuotaCode"] = quota.Code,
        ["QuotaName"] = quota.Name,
        ["QuotaArn"] = $"arn:aws:servicequotas:{account.Region.Name}:{account.Region.AccountId}:{quota.Service}/{quota.Code}",
        ["Value"] = liar.Quota(quota.Code),
        ["Unit"] = "None",
        ["Adjustable"] = true,
        ["GlobalQuota"] = false,
    };
}
