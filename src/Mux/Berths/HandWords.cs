namespace Mux.Berths;

/// <summary>What the attendee's page says about a raised hand.</summary>
internal static class HandWords
{
    public static string Head(HandView hand) => hand switch
    {
        { Helper.Length: > 0 } => $"{hand.Helper} is coming",
        { Before: 0 } => "Your hand is up, you are next",
        _ => $"Your hand is up, {hand.Before} before you",
    };

    public static string Question(string helper, HandQuestionView question) => question.Typing
        ? $"{helper} asks to type in your notebooks of “{question.About}”, too."
        : $"{helper} asks to see your notebooks of “{question.About}”.";

    public static string Terms(bool mayType) =>
        $"To look: what you have saved, nothing else; nothing can be changed.{(mayType ? " To type: as if sitting at your keyboard." : "")} It ends by itself after a while, and you can end it at any moment.";

    public static string Open(string helper, HandLeaveView leave) => leave.Typing
        ? $"{helper} can see and type in your notebooks of “{leave.About}”."
        : $"{helper} {(leave.Used ? "is looking" : "may look")} at your saved notebooks of “{leave.About}”.";
}
