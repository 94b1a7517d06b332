using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Contracts.Control;
using Google.Protobuf;
using Grpc.Core;

namespace EndToEnd.Cloud;

/// <summary>Attempts to become an agent, by hand: somebody is root on a ship and tries what can be tried from there.</summary>
internal static class Enrollment
{
    /// <summary>The batch's token, as the metadata service tells it to root of any ship.</summary>
    public static async Task<string> TokenOnAsync(JsonNode ship)
    {
        var data = await CloudCamp.OnAsync(ship, """
            TOKEN=$(curl -sS -m 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token)
            curl -sS -m 5 -H "X-aws-ec2-metadata-token: $TOKEN" http://169.254.169.254/latest/user-data
            """);
        return Regex.Match(data, @"enroll\.token\s+permissions: '0600'\s+content: \|[-+]?\s+([A-Za-z0-9_-]{32,})").Groups[1].Value;
    }

    /// <summary>What the mux says to a request from that ship for the certificate of that instance.</summary>
    public static async Task<StatusCode> TryAsync(JsonNode from, string instance, string token, int port)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new EnrollRequest
        {
            Token = token,
            InstanceId = instance,
            CertificateRequest = ByteString.CopyFrom(new CertificateRequest("CN=thief", key, HashAlgorithmName.SHA256).CreateSigningRequest()),
        };
        var answer = await CloudCamp.OnAsync(from, $"""
            echo {Convert.ToBase64String(Framed(request.ToByteArray()))} | base64 -d | curl -sS -m 10 --http2 --cacert /etc/risecamp/ca.crt -D - -o /dev/null \
                -H 'content-type: application/grpc' -H 'te: trailers' --data-binary @- https://{CloudCamp.Gateway}:{port}/risecamp.control.v1.Enrollment/Enroll
            """);
        var status = Regex.Match(answer, @"grpc-status: (\d+)");
        return status.Success ? (StatusCode)int.Parse(status.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : throw new InvalidOperationException(answer);
    }

    private static byte[] Framed(byte[] message)
    {
        var frame = new byte[5 + message.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }
}
