using System.Net;
using Mux.Fleet;

namespace Mux.Proxy;

/// <summary>Who asks, by which login, and the ship that is theirs; a helper asks as the attendee who has let them in.</summary>
/// <param name="Login">The key of the <see cref="LoginSession"/>, or of a helper's visit.</param>
/// <param name="Ship">Null while waiting for one or moving to another.</param>
internal readonly record struct Visitor(AttendeeId Attendee, string Login, Ship? Ship);

/// <summary>Null for a request without a valid login. Called on every request: no lock, no I/O.</summary>
internal delegate Visitor? VisitorLookup(HttpContext context);

/// <summary>Whether the mux may forward there; <see cref="AddressPolicy.MayForwardTo"/> outside of tests.</summary>
internal delegate bool ForwardRule(IPEndPoint endpoint, IPNetwork? block);
