import type { Command } from "commander";
import { usageFailure } from "../client/failure.ts";
import { commandsBelow } from "./examples.ts";
import { reportFailure } from "./session.ts";
import type { CliCommand } from "../command.ts";

/** One place of the command line: what may come next there. */
interface Place {
  /** The words before, as "incident show". */
  readonly path: string;
  readonly words: readonly { readonly word: string; readonly what: string }[];
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

function placeOf(command: Command, path: string): Place {
  const below = command.commands
    .filter((one) => !one.name().startsWith("_"))
    .map((one) => ({ word: one.name(), what: oneLine(one.description()) }));
  const options = command.options
    .filter(({ hidden }) => !hidden)
    .map((option) => ({ word: option.long ?? option.short ?? "", what: oneLine(option.description) }));
  return { path, words: [...below, ...options, { word: "--help", what: "what it takes" }] };
}

const pathOf = (command: Command): string => (command.parent === null ? "" : `${pathOf(command.parent)} ${command.name()}`.trim());

/** Every place of a program. */
export const placesOf = (program: Command): readonly Place[] =>
  [program, ...commandsBelow(program)].map((command) => placeOf(command, pathOf(command)));

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

const bash = (places: readonly Place[]): string => `# bash completion of ballast: eval "$(ballast completion bash)"
_ballast() {
  local path="" word i cur="\${COMP_WORDS[COMP_CWORD]}"
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    case " ${places
      .map(({ path }) => path)
      .filter((path) => path !== "")
      .map((path) => path.replaceAll(" ", "/"))
      .join(" ")} " in *" \${path:+$path/}$word "*) path="\${path:+$path/}$word" ;; esac
  done
  case "$path" in
${places.map(({ path, words }) => `    ${quoted(path.replaceAll(" ", "/"))}) COMPREPLY=($(compgen -W ${quoted(words.map(({ word }) => word).join(" "))} -- "$cur")) ;;`).join("\n")}
  esac
  [[ \${#COMPREPLY[@]} -gt 0 ]] || COMPREPLY=($(compgen -f -- "$cur"))
}
complete -F _ballast ballast`;

const zsh = (places: readonly Place[]): string => `#compdef ballast
# zsh completion of ballast: eval "$(ballast completion zsh)"
_ballast() {
  local path="" word
  local -a known=(${places.filter(({ path }) => path !== "").map(({ path }) => quoted(path.replaceAll(" ", "/"))).join(" ")})
  for word in "\${words[@]:1:$((CURRENT - 2))}"; do
    (( \${known[(Ie)\${path:+$path/}$word]} )) && path="\${path:+$path/}$word"
  done
  local -a found
  case "$path" in
${places.map(({ path, words }) => `    ${quoted(path.replaceAll(" ", "/"))}) found=(${words.map(({ word, what }) => quoted(`${word.replaceAll(":", String.raw`\:`)}:${what}`)).join(" ")}) ;;`).join("\n")}
  esac
  _describe ballast found || _files
}
compdef _ballast ballast`;

/** fish: each word under the condition that those before it stand there. */
const fish = (places: readonly Place[]): string =>
  [
    "# fish completion of ballast: ballast completion fish | source",
    ...places.flatMap(({ path, words }) => {
      const after = path === "" ? [] : path.split(" ");
      const below = words.filter(({ word }) => !word.startsWith("-")).map(({ word }) => word);
      const seen = after.map((word) => `__fish_seen_subcommand_from ${word}`);
      const condition =
        [...seen, ...(below.length === 0 ? [] : [`not __fish_seen_subcommand_from ${below.join(" ")}`])].join("; and ") || "true";
      return words.map(
        ({ word, what }) =>
          `complete -c ballast -n ${quoted(condition)} ${word.startsWith("--") ? `-l ${word.slice(2)}` : `-f -a ${quoted(word)}`} -d ${quoted(what)}`,
      );
    }),
  ].join("\n");

const scripts = new Map([["bash", bash], ["zsh", zsh], ["fish", fish]]);

/** The script that teaches a shell the commands of this program. @throws {CommandFailure} for another shell */
export function completionOf(program: Command, shell: string): string {
  const script = scripts.get(shell);
  if (script === undefined) throw usageFailure(`There is no completion for ${shell}.`, `Shells: ${[...scripts.keys()].join(", ")}.`);
  return script(placesOf(program));
}

/** Registers `ballast completion`. */
function registerCompletion(program: Command): void {
  program
    .command("completion <shell>")
    .description("print the completion script of a shell: bash, zsh or fish; its first line says how to load it")
    .action((shell: string) => {
      try {
        process.stdout.write(`${completionOf(program, shell)}\n`);
      } catch (error) {
        reportFailure(error, false);
      }
    });
}

export const command: CliCommand = {
  register: registerCompletion,
  examples: {
    "completion": ["ballast completion bash", "ballast completion zsh", "ballast completion fish"],
  },
};
