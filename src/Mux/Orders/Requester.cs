namespace Mux.Orders;

/// <summary>Who sends an order, for the audit log.</summary>
internal static class Requester
{
    public static Orderer Of(HttpContext context) => new("organizer", context.Connection.RemoteIpAddress?.ToString() ?? "?");
}
