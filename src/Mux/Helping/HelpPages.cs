using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Mux.Auth;
using Mux.Camp;
using Mux.Orders;
using Mux.Pages;

namespace Mux.Helping;

/// <summary><c>/hands/{id}/notebook</c>, its live stream, and the way to type: at the organizers' listener, for the hand's own helper alone.</summary>
internal sealed class HelpPages(HelpLeaves leaves, ShipNotebooks notebooks, HelpVisits visits, OrganizerAccess access, CampDefinition camp, MuxSettings settings, FormToken tokens, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private const string Hands = "/hands";
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>The mux reads the notebook itself and shows it as text: neither the ship nor its scripts reach the helper's browser.</summary>
    public async Task<IResult> ShowAsync(HttpContext context, string id)
    {
        if (leaves.Find(context, id) is not { } open)
        {
            return Page.SeeOther(context, Hands);
        }

        await leaves.NoteUseAsync(open.Attendee.Id, open.Leave.Id, Requester.Of(context), context.RequestAborted);
        var list = await notebooks.ListAsync(open.Ship, open.Leave.Tutorial, context.RequestAborted);
        var wanted = context.Request.Query["path"].ToString();
        var shown = list.Find(wanted)?.Path ?? "";
        var notebook = shown.Length > 0
            ? await notebooks.ReadAsync(open.Ship, open.Leave.Tutorial, shown, context.RequestAborted)
            : NotebookView.None(list.Trouble.Length > 0 ? list.Trouble : "There is no notebook at the top of the attendee's files, and none is open.");
        if (leaves.Find(context, id)?.Leave.Id != open.Leave.Id)
        {
            return Page.SeeOther(context, Hands); // ended while the ship was asked
        }

        var shell = Shell(context, open.Attendee.Name) with { Live = $"/hands/{id}/live", RefreshWithoutScript = 10 };
        return Page.Of<NotebookPage, NotebookPageModel>(context, new NotebookPageModel(shell, id, open.Attendee.Name, Title(open), list.Entries, shown, notebook, open.Leave.Until));
    }

    public IResult Watch(HttpContext context, string id)
    {
        Page.Harden(context);
        if (leaves.Find(context, id) is null)
        {
            return Results.Problem("Nothing is open to see.", statusCode: StatusCodes.Status404NotFound, title: "Not open");
        }

        var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.RegisterForDispose(ends);
        return TypedResults.ServerSentEvents(BeatsAsync(context, id, ends.Token));
    }

    /// <summary>Only a session of the dashboard may go on to the attendees' listener: the visit ends with it.</summary>
    public IResult Enter(HttpContext context, string id)
    {
        if (leaves.Find(context, id) is not { Leave.Typing: true } open || access.SessionKeyOf(context) is not { } session)
        {
            return Page.SeeOther(context, Hands);
        }

        var ticket = visits.MakeTicket(new HelpVisit(open.Attendee.Id, open.Leave.Id, open.Leave.Tutorial, session));
        var url = new Uri(settings.AttendeeUrl, $"/help/{ticket}").AbsoluteUri;
        return Page.Of<EnterPage, EnterPageModel>(context, new EnterPageModel(Shell(context, "Type"), open.Attendee.Name, Title(open), url));
    }

    private string Title(OpenHand open) => camp.Tutorial(open.Leave.Tutorial)?.Title ?? open.Leave.Tutorial;

    private ShellModel Shell(HttpContext context, string title) => new(title, camp.Title)
    {
        Wide = true,
        Who = Requester.Of(context).Name,
        FormToken = tokens.For(context),
        Links = [new ShellLink("Hands", Hands, Here: false)],
    };

    // The page looks anew every five seconds, and at once when there is nothing to see any more.
    private async IAsyncEnumerable<SseItem<string>> BeatsAsync(HttpContext context, string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new SseItem<string>("", "hello");
        var open = true;
        for (var beat = 1; open && await PauseAsync(cancellationToken); beat++)
        {
            open = leaves.Find(context, id) is not null;
            if (!open || beat % 5 == 0)
            {
                yield return new SseItem<string>("", "change");
            }
        }
    }

    private async Task<bool> PauseAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Beat, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }
}
