import { CommanderError, program } from "commander";
import { exitCodes } from "./client/failure.ts";
import { addExamples } from "./commands/examples.ts";
import { commandsFor } from "./commands/index.ts";
import { takeCommonOptionsEarly } from "./commands/session.ts";
import { printable, printableJson } from "./print/printable.ts";

// Whoever reads what is said may have enough of it (`| head`): then there is nothing left to do.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(exitCodes.ok);
});

/** Machines that asked for JSON get the wrong command line as JSON too. */
const json = process.argv.slice(2).includes("--json");

program
  .name("ballast")
  .description("Releases, deploys, rollbacks and incidents on one event log")
  .version("0.1.0")
  .showHelpAfterError(json ? false : "(add --help for what it takes)")
  .configureOutput({
    outputError: (text, write) => {
      write(
        json
          ? `${printableJson({ error: { code: "USAGE", message: text.trim().replace(/^error: /, ""), remedy: "--help says what it takes." } })}\n`
          : printable(text),
      );
    },
  })
  .addHelpText(
    "after",
    `
Commands find the instance that runs on this machine. Elsewhere set BALLAST_URL and BALLAST_TOKEN (\`ballast token issue\`).

Exit codes:
  ${String(exitCodes.ok)}    done
  ${String(exitCodes.failed)}    refused, or failed on the way
  ${String(exitCodes.usage)}    the command line was wrong
  ${String(exitCodes.unreachable)}    no instance answers
  ${String(exitCodes.notAllowed)}    not signed in, or not allowed
  ${String(exitCodes.endedBadly)}    done and watched, and it did not end well
  ${String(exitCodes.interrupted)}  interrupted`)
  // What follows a command's name is that command's, also where its parent has an option of the same name.
  .enablePositionalOptions()
  // Subcommands take this over when they are made: so it comes before them.
  .exitOverride();
takeCommonOptionsEarly(program);
const commands = await commandsFor(process.argv.slice(2));
for (const { register } of commands) register(program);
addExamples(program, commands);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // The message has been printed; help and --version end with 0, everything else was a wrong command line.
  process.exitCode = error.exitCode === 0 || error.code === "commander.help" ? exitCodes.ok : exitCodes.usage;
}
