using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.IdentityModel.JsonWebTokens;
using Mux.Fleet;
using Mux.Store;

namespace Mux.Auth.Oidc;

/// <summary>
/// <c>POST /login/with/{provider}/logout</c>: a provider says that somebody has logged out there (OpenID Connect Back-Channel Logout). The sessions that it
/// means end at once. Open to everybody, so the token alone must prove that the provider sends it.
/// </summary>
internal sealed partial class BackchannelLogout(OidcProviders providers, FleetStore store, TimeProvider time, ILogger<BackchannelLogout> logger)
{
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";
    private const int MaxBytes = 64 * 1024;

    private static readonly FormOptions Limits = new() { ValueCountLimit = 8, KeyLengthLimit = 64, ValueLengthLimit = MaxBytes, BufferBodyLengthLimit = MaxBytes };

    private readonly SeenTokens seen = new(time);

    public async Task<IResult> EndAsync(HttpContext context, string name)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (providers.Find(name) is not { } provider || await ReadAsync(context) is not { } text)
        {
            return Refused("no such provider, or no logout_token");
        }

        var check = await provider.Tokens.CheckAsync(text, context.RequestAborted);
        if (check.Good is not { } token || !IsLogout(token) || seen.Has($"{name} {token.Id}"))
        {
            LogRefused(logger, name, check.Failure?.GetType().Name ?? "not a logout token, or seen before");
            return Refused("the token was refused");
        }

        var ended = await EndAsync(name, Text(token, "sid"), token.Subject ?? "", context.RequestAborted);
        seen.Add($"{name} {token.Id}", token.ValidTo); // not before it has counted: a provider may try again
        LogEnded(logger, name, ended);
        return Results.Ok();
    }

    private Task<int> EndAsync(string provider, string sid, string subject, CancellationToken cancellationToken) => store.ChangeAsync(
        draft =>
        {
            var logins = draft.Snapshot.Logins.Values.Where(login => Means(login.Word, provider, sid, subject)).ToList();
            foreach (var login in logins)
            {
                draft.RemoveLogin(login.Key);
                draft.Audit(Ended(provider, login.Attendee.Value));
            }

            var sessions = draft.Snapshot.StaffSessions.Values.Where(session => Means(session.Word, provider, sid, subject)).ToList();
            foreach (var session in sessions)
            {
                draft.RemoveStaffSession(session.Key);
                draft.Audit(Ended(provider, session.Staff.Name));
            }

            return logins.Count + sessions.Count;
        },
        cancellationToken);

    private static AuditEntry Ended(string provider, string whose) => new($"provider {provider}", "session.ended", whose, "logged out at the provider");

    // With a sid only that session of the provider's; sessions for which it never named one go by subject.
    private static bool Means(ProviderWord? word, string provider, string sid, string subject) => word?.Provider == provider
        && ((sid.Length > 0 && word.Sid == sid) || (subject.Length > 0 && word.Identity.Subject == subject && (sid.Length == 0 || word.Sid.Length == 0)));

    private static bool IsLogout(JsonWebToken token) =>
        token.TryGetPayloadValue<JsonElement>("events", out var events) && events.ValueKind == JsonValueKind.Object && events.TryGetProperty(Event, out var happened) && happened.ValueKind == JsonValueKind.Object
        && !token.TryGetPayloadValue<object>("nonce", out _)
        && token.Typ is null or "" or "JWT" or "logout+jwt"
        && token.Id is { Length: > 0 and <= 255 }
        && (Text(token, "sid").Length > 0 || token.Subject is { Length: > 0 });

    private static string Text(JsonWebToken token, string claim) => token.TryGetPayloadValue<string>(claim, out var text) ? text ?? "" : "";

    private static async Task<string?> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            return null;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxBytes;
        }

        context.Features.Set<IFormFeature>(new FormFeature(context.Request, Limits));
        try
        {
            return (await context.Request.ReadFormAsync(context.RequestAborted))["logout_token"] is [{ Length: > 0 } one] ? one : null;
        }
        catch (Exception exception) when (exception is BadHttpRequestException or InvalidDataException)
        {
            return null;
        }
    }

    private static IResult Refused(string why) => Results.Json(new { error = "invalid_request", error_description = why }, statusCode: StatusCodes.Status400BadRequest);

    [LoggerMessage(LogLevel.Information, "{Provider} logged somebody out: {Sessions} sessions have ended")]
    private static partial void LogEnded(ILogger logger, string provider, int sessions);

    [LoggerMessage(LogLevel.Warning, "a logout token for {Provider} was refused: {Why}")]
    private static partial void LogRefused(ILogger logger, string provider, string why);
}
