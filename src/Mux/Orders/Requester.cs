using Mux.Fleet;

namespace Mux.Orders;

/// <summary>Who sends an order, for the audit log and for what may be ordered.</summary>
internal static class Requester
{
    /// <summary>As the organizers' gate has found.</summary>
    public static Orderer Of(HttpContext context)
    {
        var staff = context.Features.Get<Staff>() ?? Staff.Organizer;
        return new Orderer(staff.Name, context.Connection.RemoteIpAddress?.ToString() ?? "?") { Staff = staff };
    }
}
