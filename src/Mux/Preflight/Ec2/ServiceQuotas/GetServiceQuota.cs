namespace Mux.Preflight.Ec2.ServiceQuotas;

internal sealed class GetServiceQuotaRequest
{
    /// <summary>Such as <c>ec2</c>.</summary>
    public string? ServiceCode { get; set; }

    /// <summary>Such as <c>L-1216C47A</c>.</summary>
    public string? QuotaCode { get; set; }
}

internal sealed class GetServiceQuotaResponse
{
    public ServiceQuota? Quota { get; set; }
}

internal sealed class ServiceQuota
{
    public string? QuotaName { get; set; }

    public double? Value { get; set; }
}
