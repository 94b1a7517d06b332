namespace Mux.Proxy;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Error, "open connections could not be held against logins and berths; next try follows")]
    public static partial void PassFailed(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Warning, "an answer of tutorial {Tutorial} was refused: {Why}")]
    public static partial void AnswerRefused(ILogger logger, string tutorial, string why);
}
