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

/** Creates a display; each finished step leaves one line. */
export function createProgress(screen: Screen, now: () => number = () => performance.now()): Progress {
  const colour = (code: number, text: string): string => (screen.isTerminal ? `\u001b[${String(code)}m${text}\u001b[0m` : text);
  let since = now();
  let open = false;
  const line = (text: string): void => {
    screen.write(open ? `\r\u001b[2K${text}\n` : `${text}\n`);
    open = false;
  };
  const unfinished = (title: string, detail: string): void => {
    if (!screen.isTerminal) return;
    screen.write(`\r\u001b[2K  ${colour(33, "…")} ${title.padEnd(width)}${colour(2, detail)}`);
    open = true;
  };
  let current = "";
  const done = (title: string, detail = ""): void => {
    line(`  ${colour(32, "✓")} ${title.padEnd(width)}${duration(now() - since).padStart(7)}  ${colour(2, detail)}`.trimEnd());
  };
  const begin = (title: string): void => {
    since = now();
    current = title;
    unfinished(title, "");
  };
  const note = (text: string): void => {
    if (screen.isTerminal) unfinished(current, text);
    else line(`    ${current}: ${text}`);
  };
  return { begin, note, done, line, part: (event) => { showPart(event, { begin, done, line, colour }); } };
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
