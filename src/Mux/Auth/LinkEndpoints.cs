using Mux.Camp;
using Mux.Metrics;
using Mux.Pages;

namespace Mux.Auth;

/// <summary><c>GET /link/{secret}</c> shows whose link it is and a button; <c>POST /link</c>, the button, logs in.</summary>
internal sealed class LinkEndpoints(CampDefinition camp, LinkDesk desk, FormToken tokens, LoginPages pages, MuxMetrics metrics)
{
    public IResult Show(HttpContext context, string secret)
    {
        if (desk.Guesses.WaitOf(ClientAddress.KeyOf(context)) is { } wait)
        {
            return pages.TooMany(context, wait);
        }

        var holder = desk.Look(secret);
        if (holder.State == LinkState.Unknown)
        {
            desk.Guesses.CountWrong(ClientAddress.KeyOf(context));
        }

        return holder.State == LinkState.Open
            ? Page.Of<LinkPage, LinkModel>(context, new LinkModel(new ShellModel("Your way in", camp.Title), holder.Name, secret, tokens.For(context)))
            : Dead(context, holder.State);
    }

    public async Task<IResult> UseAsync(HttpContext context)
    {
        var posted = await PostedForm.ReadAsync(context);
        if (posted.Refusal != FormRefusal.None)
        {
            return pages.Refused(context, posted.Refusal);
        }

        if (desk.Guesses.WaitOf(ClientAddress.KeyOf(context)) is { } wait)
        {
            return pages.TooMany(context, wait);
        }

        var state = await desk.UseAsync(context, posted["link"]);
        metrics.Login("link_" + state.ToString().ToLowerInvariant());
        return state == LinkState.Open ? Page.SeeOther(context, "/") : Dead(context, state);
    }

    private IResult Dead(HttpContext context, LinkState state) => Page.Message(
        context,
        new MessageModel(new ShellModel("This link does not work", camp.Title), state switch
        {
            LinkState.Used => "It has been used, and works once only. If that was you, go on in the same browser; if not, tell an organizer, who gives you a new one.",
            LinkState.Expired => "Its time is over. An organizer gives you a new one.",
            _ => "It is not a link of this camp, or a newer one took its place. Look for the newest, or ask an organizer.",
        }) { LinkUrl = "/", LinkText = "To the start" },
        state == LinkState.Unknown ? StatusCodes.Status404NotFound : StatusCodes.Status410Gone);
}

/// <summary>A link that is good.</summary>
/// <param name="Secret">Goes back with the button.</param>
public sealed record LinkModel(ShellModel Shell, string Name, string Secret, string FormToken);
