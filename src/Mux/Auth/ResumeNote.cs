using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Mux.Camp;

namespace Mux.Auth;

/// <summary>
/// Carries a fresh personal code to the page after the login, encrypted and tied to the session, since the mux keeps only its hash.
/// Gone once the attendee confirms to have noted it, when another code takes its place, or after half a day.
/// </summary>
internal sealed class ResumeNote(IDataProtectionProvider protection, MuxSettings settings, AttendeeSession session)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("Mux.Auth.ResumeNote").ToTimeLimitedDataProtector();
    private readonly bool secure = settings.AttendeeUrl.Scheme == Uri.UriSchemeHttps;

    private string Name => secure ? "__Host-mux-note" : "mux-note";

    /// <param name="entered">Of somebody new.</param>
    public void Leave(HttpContext context, LoginOutcome entered) =>
        context.Response.Cookies.Append(Name, protector.Protect($"{entered.SessionKey} {entered.ResumeHash} {entered.ResumeCode}", Lifetime), Options());

    /// <summary>The code that this session has still to note; null when there is none.</summary>
    public string? Read(HttpContext context)
    {
        if (!context.Request.Cookies.TryGetValue(Name, out var value) || value.Length > 1024 || session.KeyOf(context) is not { } key)
        {
            return null;
        }

        try
        {
            if (protector.Unprotect(value).Split(' ') is [var owner, var hash, var code] && owner == key && hash == session.Find(context)?.ResumeHash)
            {
                return code;
            }

            Remove(context);
            return null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Whether there may be one; costs nothing.</summary>
    public bool IsLeft(HttpContext context) => context.Request.Cookies.ContainsKey(Name);

    public void Remove(HttpContext context) => context.Response.Cookies.Delete(Name, Options());

    private CookieOptions Options() => new() { HttpOnly = true, Secure = secure, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = Lifetime, IsEssential = true };
}
