using System.Collections.Concurrent;
using System.Collections.Frozen;
using Mux.Fleet;

namespace Mux.Auth;

/// <summary>
/// What each of the staff may do, read off the endpoints that <see cref="OrganizerGate"/> guards: pages show what this says, and the gate lets through
/// the same, so that no form is shown to somebody whom it would refuse.
/// </summary>
internal sealed class StaffRoutes(EndpointDataSource endpoints)
{
    private readonly ConcurrentDictionary<StaffRole, FrozenSet<string>> known = new();

    /// <summary>Method and template, such as <c>POST /ships/{id}/terminate</c>.</summary>
    public IReadOnlySet<string> Of(Staff staff) => known.GetOrAdd(staff.Roles, Read);

    private FrozenSet<string> Read(StaffRole roles) => endpoints.Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => (OrganizerGate.RolesOf(endpoint) & roles) != StaffRole.None)
        .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Select(method => $"{method} /{endpoint.RoutePattern.RawText?.Trim('/')}"))
        .ToFrozenSet(StringComparer.Ordinal);
}
