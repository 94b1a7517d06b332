namespace Mux.Listeners;

/// <summary>The doors of the mux; each endpoint answers at one of them only.</summary>
internal enum Listener
{
    /// <summary>Public: login, waiting room, proxied notebooks.</summary>
    Attendee,

    /// <summary>Dashboard, API, metrics; an origin of its own, since notebooks can run any JavaScript.</summary>
    Organizer,

    /// <summary>Private: agents.</summary>
    Control,

    /// <summary>Plain HTTP that sends people on to the attendees' listener; no endpoint is there.</summary>
    Redirect,
}

/// <summary>Marks an endpoint with its door; <see cref="ListenerPolicy"/> holds it.</summary>
internal sealed record ListenerMetadata(Listener Listener);

internal static class ListenerConventions
{
    /// <summary>The endpoints of the group exist on this listener alone; elsewhere they are a 404.</summary>
    public static T OnListener<T>(this T builder, Listener listener)
        where T : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new ListenerMetadata(listener)));
        return builder;
    }
}
