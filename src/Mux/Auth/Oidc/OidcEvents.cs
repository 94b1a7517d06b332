using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Mux.Camp;
using Mux.Listeners;

namespace Mux.Auth.Oidc;

/// <summary>Where the framework's handler and the mux meet: what goes out, what is checked beyond the handler's own checks, and what a login ends in.</summary>
internal sealed class OidcEvents(OidcProviders providers, OidcDesk desk, OidcPages pages, MuxSettings settings) : OpenIdConnectEvents
{
    private const string OfflineAccess = "offline_access";

    public override async Task RedirectToIdentityProvider(RedirectContext context)
    {
        var (listener, provider) = Of(context.Scheme);
        var message = context.ProtocolMessage;
        message.RedirectUri = new Uri(listener == Listener.Organizer ? settings.OrganizerUrl : settings.AttendeeUrl, provider.CallbackPath).AbsoluteUri; // what people type; TLS may end before the mux
        var metadata = await provider.Metadata.GetConfigurationAsync(context.HttpContext.RequestAborted);
        if (!metadata.ScopesSupported.Contains(OfflineAccess))
        {
            message.Scope = string.Join(' ', message.Scope.Split(' ').Where(scope => scope != OfflineAccess)); // some providers refuse what they do not know
        }
    }

    // With several providers at once, one of them could hand out the other's answer (RFC 9207).
    public override async Task MessageReceived(MessageReceivedContext context)
    {
        var (_, provider) = Of(context.Scheme);
        var named = context.ProtocolMessage.GetParameter("iss");
        if (named is not null && named != (await provider.Metadata.GetConfigurationAsync(context.HttpContext.RequestAborted)).Issuer)
        {
            context.Fail(new SecurityTokenInvalidIssuerException("an answer of another issuer"));
        }
    }

    public override async Task TokenResponseReceived(TokenResponseReceivedContext context)
    {
        var (_, provider) = Of(context.Scheme);
        var answer = context.TokenEndpointResponse;
        var check = await provider.Tokens.CheckAsync(answer.IdToken, context.HttpContext.RequestAborted);
        if (check.Good is { } token)
        {
            context.HttpContext.Features.Set(new ProviderTokens(answer.IdToken, answer.RefreshToken ?? "", token));
        }
        else
        {
            context.Fail(check.Failure!);
        }
    }

    public override Task UserInformationReceived(UserInformationReceivedContext context)
    {
        var root = context.User.RootElement;
        var subject = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("sub", out var sub) && sub.ValueKind == JsonValueKind.String ? sub.GetString() : null;
        if (subject is null || subject != context.HttpContext.Features.Get<ProviderTokens>()?.Token.Subject)
        {
            context.Fail(new SubjectException());
        }

        return Task.CompletedTask;
    }

    public override async Task TicketReceived(TicketReceivedContext context)
    {
        var (listener, provider) = Of(context.Scheme);
        var tokens = context.HttpContext.Features.Get<ProviderTokens>()!;
        var person = new PersonClaims(context.Principal!.Claims);
        var returnUrl = LocalPath.OrRoot(context.ReturnUri);
        var answer = listener == Listener.Organizer
            ? await desk.EnterStaffAsync(context.HttpContext, provider, person, tokens, returnUrl)
            : await desk.EnterAttendeeAsync(context.HttpContext, provider, person, tokens, returnUrl);
        await answer.ExecuteAsync(context.HttpContext);
        context.HandleResponse();
    }

    public override async Task RemoteFailure(RemoteFailureContext context)
    {
        var (_, provider) = Of(context.Scheme);
        await pages.Refused(context.HttpContext, provider, OidcTrouble.Of(context.Failure, provider.Definition.Title), context.Failure).ExecuteAsync(context.HttpContext);
        context.HandleResponse();
    }

    private (Listener Listener, OidcProvider Provider) Of(AuthenticationScheme scheme)
    {
        var (listener, name) = OidcOptions.Parse(scheme.Name);
        return (listener, providers.Find(name)!);
    }
}
