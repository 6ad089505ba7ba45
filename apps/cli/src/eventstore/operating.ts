import type { Command } from "commander";
import type { OnProgress } from "@ballast/eventstore";
import { CommandFailure, exitCodes } from "../client/failure.ts";
import { reportFailure } from "../commands/session.ts";
import { createProgressBar } from "../print/progressBar.ts";
import { asCommandFailure } from "./failure.ts";

/** Options that every operation on a log has. */
export interface OperationFlags {
  readonly json?: true;
  readonly data?: string;
}

/** What an operation works with. */
export interface Operation<Flags> {
  readonly args: readonly string[];
  readonly flags: Flags & OperationFlags;
  /** Draws how far it is, on a terminal. */
  readonly onProgress: OnProgress;
  /** Prints one value: as JSON where asked for, else as the lines of `human`. */
  show(value: unknown, human: () => readonly string[]): void;
}

/** An operation that may be broken off: what it did stays, and the remedy says how to go on. */
function watchInterrupt(json: boolean, remedy: string): () => void {
  const interrupt = (): void => {
    reportFailure(
      new CommandFailure({ code: "INTERRUPTED", message: "It was broken off.", remedy, exitCode: exitCodes.interrupted }),
      json,
    );
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  return () => process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
}

/** Makes the action of a command that works on a log; `interrupted` says what Ctrl C leaves, and how to go on. */
export function operating<Flags = object>(
  interrupted: string,
  work: (operation: Operation<Flags>) => Promise<void>,
): (...given: unknown[]) => Promise<void> {
  return async (...given) => {
    const command = given.at(-1) as Command;
    const flags = command.opts<Flags & OperationFlags>();
    const json = flags.json === true;
    const bar = createProgressBar(command.name());
    const unwatch = watchInterrupt(json, interrupted);
    try {
      await work({
        args: command.args,
        flags,
        onProgress: (done, total, step) => { bar.update(done, total, step); },
        show: (value, human) => {
          bar.clear();
          process.stdout.write(`${json ? JSON.stringify(value, null, 2) : human().join("\n")}\n`);
        },
      });
    } catch (error) {
      bar.clear();
      reportFailure(asCommandFailure(error), json);
    } finally {
      unwatch();
    }
  };
}
