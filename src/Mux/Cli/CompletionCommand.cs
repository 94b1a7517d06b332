using System.CommandLine;

namespace Mux.Cli;

/// <summary><c>completion</c>: a script that teaches a shell to complete this command line.</summary>
internal static class CompletionCommand
{
    // Each hands over what was typed after the command's own name, up to the cursor, and takes the words that come back.
    private const string Bash =
        """
        # Completion of mux for bash. In ~/.bashrc: source <(mux completion bash)
        _mux_complete() {
          local line="${COMP_LINE:0:COMP_POINT}" word="${COMP_WORDS[COMP_CWORD]}"
          line="${line#"${line%%[![:space:]]*}"}"
          case "$line" in *[[:space:]]*) line="${line#*[[:space:]]}" ;; *) return ;; esac
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)" -- "$word"))
        }
        complete -o default -F _mux_complete mux
        """;

    private const string Zsh =
        """
        #compdef mux
        # Completion of mux for zsh. In ~/.zshrc, after compinit: source <(mux completion zsh)
        _mux() {
          local line="${LBUFFER#*[[:space:]]}"
          local -a found
          found=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
          compadd -- "${(@)found:#}" || _files
        }
        compdef _mux mux
        """;

    private const string Fish =
        """
        # Completion of mux for fish. In ~/.config/fish/config.fish: mux completion fish | source
        function __mux_complete
          set -l line (string replace -r '^\s*\S+\s' '' -- (commandline -cp))
          set -l tokens (commandline -opc)
          $tokens[1] "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c mux -a '(__mux_complete)'
        """;

    public static Command Completion(CliEnvironment environment)
    {
        var shell = new Argument<string>("bash|zsh|fish") { Description = "Which shell." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Prints a script that completes verbs, options, and the names of ships, attendees and tutorials.\nExample: source <(mux completion bash)") { shell };
        command.SetAction(parsed =>
        {
            environment.Out.WriteLine(parsed.GetValue(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish });
            return ExitCode.Done;
        });
        return command;
    }
}
