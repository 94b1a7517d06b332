namespace Mux.Auth;

/// <summary>What a try to log in came to.</summary>
internal enum LoginResult
{
    /// <summary>In; <see cref="LoginOutcome.ResumeCode"/> holds the code of somebody new.</summary>
    Entered,
    BadName,
    WrongCode,

    /// <summary>Somebody has that name already: the personal code tells whether it is the same person.</summary>
    NeedsResume,
    WrongResume,
    Throttled,

    /// <summary>All seats for walk-ins are taken, and the camp keeps no stand-by list.</summary>
    NoSeat,

    /// <summary>The camp takes no access code.</summary>
    NoCodes,
}

internal sealed record LoginOutcome(LoginResult Result, string Message = "")
{
    /// <summary>Key of the session that began.</summary>
    public string SessionKey { get; init; } = "";

    /// <summary>Shown once; empty for somebody who has one already.</summary>
    public string ResumeCode { get; init; } = "";

    /// <summary>What the store keeps of it.</summary>
    public string ResumeHash { get; init; } = "";

    public TimeSpan RetryAfter { get; init; }
}
