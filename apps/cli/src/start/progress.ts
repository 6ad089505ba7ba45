import { duration } from "@ballast/schema/words";
import type { PartEvent } from "./keptPart.ts";
import { wordsOf } from "./keptPart.ts";

/** Where progress goes: a terminal that can be drawn on, or lines for a log. */
export interface Screen {
  readonly isTerminal: boolean;
  write(text: string): void;
}

/** Shows what is being done, and how long it took. */
export interface Progress {
  /** Begins a step; on a terminal it stays visibly unfinished. */
  begin(title: string): void;
  /** Says something about the step at hand. */
  note(text: string): void;
  done(title: string, detail?: string): void;
  /** A step came to nothing, which the line says. */
  failed(title: string, text: string): void;
  /** A line that stands by itself. */
  line(text: string): void;
  /** Shows what happened to a part. */
  part(event: PartEvent): void;
}

const width = 18;

/** Standard output as a screen. */
export const standardOutput: Screen = {
  isTerminal: process.stdout.isTTY,
  write: (text) => { process.stdout.write(text); },
};

/** Creates a display; each finished step leaves one line. Steps may go on beside each other; notes are of the one begun last. */
export function createProgress(screen: Screen, now: () => number = () => performance.now()): Progress {
  const colour = (code: number, text: string): string => (screen.isTerminal ? `\u001b[${String(code)}m${text}\u001b[0m` : text);
  /** What is unfinished, and since when. */
  const begun = new Map<string, number>();
  let drawn = false;
  const draw = (detail: string): void => {
    if (!screen.isTerminal || begun.size === 0) return;
    screen.write(`\r\u001b[2K  ${colour(33, "…")} ${[...begun.keys()].join(", ").padEnd(width)}${colour(2, detail)}`);
    drawn = true;
  };
  const line = (text: string): void => {
    screen.write(drawn ? `\r\u001b[2K${text}\n` : `${text}\n`);
    drawn = false;
    draw("");
  };
  const begin = (title: string): void => {
    begun.delete(title);
    begun.set(title, now());
    draw("");
  };
  const done = (title: string, detail = ""): void => {
    const took = duration(now() - (begun.get(title) ?? now()));
    begun.delete(title);
    line(`  ${colour(32, "✓")} ${title.padEnd(width)}${took.padStart(7)}  ${colour(2, detail)}`.trimEnd());
  };
  const failed = (title: string, text: string): void => {
    begun.delete(title);
    line(text);
  };
  const note = (text: string): void => {
    if (screen.isTerminal) draw(text);
    else line(`    ${[...begun.keys()].at(-1) ?? ""}: ${text}`);
  };
  return { begin, note, done, failed, line, part: (event) => { showPart(event, { begin, done, line, colour }); } };
}

interface Pen {
  begin(title: string): void;
  done(title: string, detail?: string): void;
  line(text: string): void;
  colour(code: number, text: string): string;
}

function showPart(event: PartEvent, pen: Pen): void {
  const { title, address, name } = event.part;
  switch (event.kind) {
    case "starting":
      pen.begin(title);
      return;
    case "ready":
      if (event.again) pen.line(`  ${pen.colour(32, "✓")} ${title} is back after ${duration(event.tookMs)}`);
      else pen.done(title, address);
      return;
    case "ended":
      pen.line(
        `  ${pen.colour(31, "!")} ${title} ${wordsOf(event.ending)}; starting again in ${duration(event.restartInMs)} (log: ${name}.log)`,
      );
      return;
    case "log":
      pen.line(
        event.trouble.error === null
          ? `  ${pen.colour(32, "✓")} ${name}.log is written again; ${String(event.trouble.missing)} lines are missing in it`
          : `  ${pen.colour(31, "!")} ${name}.log cannot be written (${event.trouble.error}); ${title} goes on without it`,
      );
      return;
    case "stopping":
      pen.line(`  ${pen.colour(2, "·")} stopping ${title}`);
  }
}
