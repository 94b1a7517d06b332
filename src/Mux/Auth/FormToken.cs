using Microsoft.AspNetCore.Antiforgery;
using Mux.Listeners;

namespace Mux.Auth;

/// <summary>The antiforgery token for a page that holds a form. Sets the token's cookie when the browser has none.</summary>
internal sealed class FormToken(IAntiforgery antiforgery)
{
    /// <summary>Name of the hidden field.</summary>
    public const string Field = "token";

    /// <summary>Header that scripts use instead of the field.</summary>
    public const string Header = "X-Mux-Token";

    public string For(HttpContext context) => antiforgery.GetAndStoreTokens(context).RequestToken ?? "";
}

/// <summary>A token made at one listener is good there only: notebooks share the attendees' origin and could fetch one of theirs.</summary>
internal sealed class FormTokenListener(ListenerPorts ports) : IAntiforgeryAdditionalDataProvider
{
    public string GetAdditionalData(HttpContext context) => $"{ports.Of(context.Connection.LocalPort)}";

    public bool ValidateAdditionalData(HttpContext context, string additionalData) => additionalData == GetAdditionalData(context);
}
