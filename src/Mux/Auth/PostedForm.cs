using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;

namespace Mux.Auth;

/// <summary>Why a posted form is not looked at.</summary>
internal enum FormRefusal
{
    None,

    /// <summary>It comes from another origin, or is no form at all.</summary>
    Foreign,

    /// <summary>Its antiforgery token is missing, of another listener, or out of date.</summary>
    NoToken,

    /// <summary>Larger than <see cref="PostedForm.MaxBytes"/>.</summary>
    TooLarge,
}

/// <summary>A form that was sent by a page of ours, or the reason why it is not taken.</summary>
internal sealed record PostedForm(IFormCollection Fields, FormRefusal Refusal)
{
    public const int MaxBytes = 16 * 1024;

    private static readonly FormOptions Limits = new() { ValueCountLimit = 32, KeyLengthLimit = 64, ValueLengthLimit = MaxBytes, BufferBodyLengthLimit = MaxBytes };

    /// <summary>The field's first value; empty when it is not there.</summary>
    public string this[string field] => Fields[field].FirstOrDefault() ?? "";

    /// <summary>
    /// Reads a small form. Origin and <c>Sec-Fetch-Site</c> must agree where a browser sends them, and the antiforgery token must be good in every case.
    /// </summary>
    public static async Task<PostedForm> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        if (context.RequestServices.GetRequiredService<OwnOrigin>().Of(context) == Provenance.Foreign || !request.HasFormContentType)
        {
            return Refuse(FormRefusal.Foreign);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxBytes;
        }

        context.Features.Set<IFormFeature>(new FormFeature(request, Limits));
        try
        {
            var fields = await request.ReadFormAsync(context.RequestAborted);
            var good = await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context);
            return new PostedForm(fields, good ? FormRefusal.None : FormRefusal.NoToken);
        }
        catch (Exception exception) when (exception is BadHttpRequestException or InvalidDataException)
        {
            return Refuse(FormRefusal.TooLarge);
        }
    }

    private static PostedForm Refuse(FormRefusal why) => new(FormCollection.Empty, why);
}
