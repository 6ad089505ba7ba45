import type { Aggregate } from "@ballast/domain";
import { handle, ids, streamOf, type HandlingContext, type Log } from "@ballast/eventlog";
import type { Actor, BallastEvent } from "@ballast/schema";

/** Where the demonstration's past comes from, in the metadata of its events: nothing reacts to it, nobody is paged for it. */
export const demonstrationSource = "demonstration";

/** One fact of the past. */
export interface Past<State, Command, Event extends BallastEvent> {
  readonly aggregate: Aggregate<State, Command, Event>;
  readonly id: string;
  readonly command: Command;
  /** When it happened, ISO. */
  readonly at: string;
  readonly by: Actor;
  /** It still holds and is to be looked after, as what is recorded here: an objective, a risk's estimate. */
  readonly holds?: true;
}

/** Writes a past that never was, through the same rules as everything else. Repeated, it writes nothing new. */
export interface Author {
  /** How many commands were written so far. */
  readonly written: () => number;
  write<State, Command, Event extends BallastEvent>(past: Past<State, Command, Event>): Promise<void>;
}

/** How often something was said of each record so far: a command's id comes from its place in the story. */
export class Places {
  readonly #counts = new Map<string, number>();

  /** What stands beside the next thing that is said of a record. */
  context({ place, at, by, holds }: { readonly place: string } & Pick<Past<never, never, never>, "at" | "by" | "holds">): HandlingContext {
    const count = (this.#counts.get(place) ?? 0) + 1;
    this.#counts.set(place, count);
    return {
      commandId: ids.command(demonstrationSource, place, count),
      actor: by,
      now: new Date().toISOString(),
      occurredAt: at,
      correlationId: ids.command(demonstrationSource, place),
      causationId: demonstrationSource,
      source: holds === true ? undefined : { kind: demonstrationSource, id: `${place}/${String(count)}`, publishedAt: at },
    };
  }
}

/** An author for a log. Every command's id comes from its place in the story, so that an interrupted seeding goes on. */
export function authorOf(log: Log): Author {
  const places = new Places();
  let written = 0;
  return {
    written: () => written,
    async write({ aggregate, id, command, ...past }) {
      await handle(log, { aggregate, id, command, context: places.context({ place: streamOf(aggregate, id), ...past }) });
      written += 1;
    },
  };
}

/** A moment of the demonstration's past: so many days before its first start, at a time of day (UTC). */
export type Calendar = (daysAgo: number, time: string) => string;

/** A calendar that ends on the day of `now`. */
export const calendarFrom = (now: Date): Calendar => (daysAgo, time) => {
  const day = new Date(now.getTime() - daysAgo * DAY_MS).toISOString().slice(0, 10);
  return `${day}T${time.length === 5 ? `${time}:00` : time}.000Z`;
};

/** Milliseconds of a day. */
export const DAY_MS = 24 * 60 * 60_000;

/** A moment some seconds after another one. */
export const after = (at: string, seconds: number): string => new Date(Date.parse(at) + seconds * 1_000).toISOString();
