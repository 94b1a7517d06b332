using System.Globalization;
using Mux.Store;

namespace Mux.Dashboard;

/// <summary><c>/log</c>: the audit log.</summary>
internal sealed class LogPages(AuditLog audit, Frame frame)
{
    public async Task<IResult> ShowAsync(HttpContext context)
    {
        // What is no number is as good as none: the newest lines.
        long? before = long.TryParse(context.Request.Query["before"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
        var lines = await audit.NewestAsync(LogPageModel.PageLength, before, context.RequestAborted);
        return Frame.Show<LogPage, LogPageModel>(context, LogPageModel.Of(frame.Around(context, "Log", "/log", live: before is null), lines));
    }
}
