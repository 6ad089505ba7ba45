import type { Command } from "commander";
import { readCommandLine, serveEventStore } from "@ballast/eventstore";
import type { RunningEventStore } from "@ballast/eventstore";
import { usageFailure } from "../client/failure.ts";
import { reportFailure } from "../commands/session.ts";
import { dim } from "../print/style.ts";
import { asCommandFailure } from "./failure.ts";
import { placeForStore } from "./place.ts";

/** Commander's name of an option as it is typed: `tlsCert` is `--tls-cert`. */
const typed = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** The options as the event store reads them itself. */
function argumentsOf(flags: Readonly<Record<string, string | boolean>>): readonly string[] {
  return Object.entries(flags).flatMap(([name, value]) => (value === true ? [typed(name)] : [typed(name), String(value)]));
}

function optionsOf(flags: Readonly<Record<string, string | boolean>>): ReturnType<typeof readCommandLine> {
  const data = placeForStore(typeof flags["data"] === "string" ? flags["data"] : undefined);
  try {
    return readCommandLine(argumentsOf({ ...flags, data }), process.env);
  } catch (error) {
    const known = asCommandFailure(error);
    throw known === error && error instanceof Error ? usageFailure(`${error.message}.`) : known;
  }
}

/** The log lines are for machines; whoever sits at the terminal is told in words, beside them. */
function announce({ address }: RunningEventStore): void {
  if (process.stderr.isTTY) process.stderr.write(dim(`Event store on ${address}; Ctrl C stops it.\n`));
}

/** Runs an event store in this process until it is told to stop. */
export async function serve(...given: unknown[]): Promise<void> {
  const command = given.at(-1) as Command;
  try {
    await serveEventStore({ ...optionsOf(command.opts()), endWithInput: false, onReady: announce });
    // Whoever still has a connection does not keep a stopped store.
    process.exit();
  } catch (error) {
    reportFailure(asCommandFailure(error), false);
  }
}
