using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Mux.Auth.Oidc;

/// <summary>Why a login by a provider was refused. The name goes into the log and the metrics.</summary>
internal enum OidcTroubleKind
{
    /// <summary>Not from a login that this browser began, or too old.</summary>
    Stale,
    Denied,
    Unreachable,
    Metadata,
    Refused,
    Nonce,
    Issuer,
    Audience,
    Lifetime,
    Signature,
    Malformed,
    Subject,

    /// <summary>Known to the provider, not expected by the camp.</summary>
    NotInvited,
    NotStaff,
    Other,
}

/// <summary>User information about somebody else than the token.</summary>
internal sealed class SubjectException() : Exception("the user information is not about the token's subject");

/// <summary>A refused login in words.</summary>
/// <param name="Text">For whoever tries to log in.</param>
/// <param name="Check">What the organizers must look at; empty: nothing.</param>
internal sealed record OidcTrouble(OidcTroubleKind Kind, string Text, string Check, int Status)
{
    private const string NotProven = "What came back from the login does not prove who you are, so you were not let in.";

    public static OidcTrouble Of(Exception? failure, string provider) => Of(KindOf(failure), provider, ErrorCode(failure));

    public static OidcTrouble Of(OidcTroubleKind kind, string provider, string detail = "") => kind switch
    {
        OidcTroubleKind.Stale => new(kind, "This login was begun in another browser, or too long ago. Please begin anew.", "", StatusCodes.Status400BadRequest),
        OidcTroubleKind.Denied => new(kind, $"{provider} says that you did not agree to log in.", "", StatusCodes.Status403Forbidden),
        OidcTroubleKind.Unreachable => new(kind, $"{provider} does not answer. Please try again in a minute.", "Can this machine reach the provider's authority and the endpoints that it publishes?", StatusCodes.Status502BadGateway),
        OidcTroubleKind.Metadata => new(kind, $"{provider} is not set up for this camp yet.", "What the provider publishes must name the very issuer that stands as 'authority' in camp.yaml, https endpoints and at least one key.", StatusCodes.Status502BadGateway),
        OidcTroubleKind.Refused => new(kind, $"{provider} did not take this camp's request.", $"The provider answered '{detail}': check client_id, the client's secret and the redirect addresses registered there.", StatusCodes.Status502BadGateway),
        OidcTroubleKind.Nonce => new(kind, NotProven, "The token's nonce is not that of this login: the provider must send back the one of the request.", StatusCodes.Status502BadGateway),
        OidcTroubleKind.Issuer => new(kind, NotProven, "The token names another issuer than the provider's metadata: check 'authority'.", StatusCodes.Status502BadGateway),
        OidcTroubleKind.Audience => new(kind, NotProven, "The token was made for another client: check 'client_id' here and at the provider.", StatusCodes.Status502BadGateway),
        OidcTroubleKind.Lifetime => new(kind, NotProven, "The token has expired, or is not valid yet: compare the clocks of this machine and of the provider.", StatusCodes.Status502BadGateway),
        OidcTroubleKind.Signature => new(kind, NotProven, $"The token is not signed by a key that the provider publishes, with one of {string.Join(", ", TokenCheck.Algorithms)}.", StatusCodes.Status502BadGateway),
        OidcTroubleKind.Malformed => new(kind, NotProven, "The provider's answer is too large, says something twice, or is no token at all.", StatusCodes.Status502BadGateway),
        OidcTroubleKind.Subject => new(kind, NotProven, "The provider's user information is about another subject than its token, or about none.", StatusCodes.Status502BadGateway),
        OidcTroubleKind.NotInvited => new(kind, $"You are logged in at {provider}, but this camp does not expect you.", $"Add the person to the provider's 'attendees' in camp.yaml; the subject is '{detail}'.", StatusCodes.Status403Forbidden),
        OidcTroubleKind.NotStaff => new(kind, $"You are logged in at {provider}, but you are none of the camp's staff.", $"Add the person to 'organizers', 'helpers' or 'authors' in camp.yaml; the subject is '{detail}'.", StatusCodes.Status403Forbidden),
        _ => new(kind, "The login did not work.", "Look for 'oidc login refused' in the mux's log.", StatusCodes.Status502BadGateway),
    };

    private static OidcTroubleKind KindOf(Exception? failure) => failure switch
    {
        ProviderException { InnerException: { } cause } => KindOf(cause) is OidcTroubleKind.Unreachable ? OidcTroubleKind.Unreachable : OidcTroubleKind.Metadata,
        ProviderException => OidcTroubleKind.Metadata,
        OpenIdConnectProtocolInvalidNonceException => OidcTroubleKind.Nonce,
        OpenIdConnectProtocolException { Data: { } data } when data["error"] is string => data["error"] is "access_denied" ? OidcTroubleKind.Denied : OidcTroubleKind.Refused,
        SubjectException => OidcTroubleKind.Subject,
        SecurityTokenInvalidIssuerException => OidcTroubleKind.Issuer,
        SecurityTokenInvalidAudienceException => OidcTroubleKind.Audience,
        SecurityTokenExpiredException or SecurityTokenNotYetValidException or SecurityTokenInvalidLifetimeException or SecurityTokenNoExpirationException => OidcTroubleKind.Lifetime,
        SecurityTokenInvalidSignatureException or SecurityTokenInvalidAlgorithmException => OidcTroubleKind.Signature,
        SecurityTokenException or ArgumentException or FormatException or JsonException or OpenIdConnectProtocolException => OidcTroubleKind.Malformed,
        HttpRequestException or OperationCanceledException or IOException => OidcTroubleKind.Unreachable,
        AuthenticationFailureException { InnerException: null } => OidcTroubleKind.Stale,
        { InnerException: { } cause } => KindOf(cause),
        _ => OidcTroubleKind.Other,
    };

    // From outside, hence cut to what an error code may be.
    private static string ErrorCode(Exception? failure) =>
        failure?.Data["error"] is string code ? string.Concat(code.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-').Take(40)) : "";
}
