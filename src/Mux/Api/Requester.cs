using Mux.Orders;

namespace Mux.Api;

/// <summary>Who sends an order over the API, for the audit log.</summary>
internal static class Requester
{
    public static Orderer Of(HttpContext context) => new("organizer", context.Connection.RemoteIpAddress?.ToString() ?? "?");
}
