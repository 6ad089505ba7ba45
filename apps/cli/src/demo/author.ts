import type { Aggregate } from "@ballast/domain";
import { handle, ids, streamOf, type Log } from "@ballast/eventlog";
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
}

/** Writes a past that never was, through the same rules as everything else. Repeated, it writes nothing new. */
export interface Author {
  /** How many commands were written so far. */
  readonly written: () => number;
  write<State, Command, Event extends BallastEvent>(past: Past<State, Command, Event>): Promise<void>;
}

/** An author for a log. Every command's id comes from its place in the story, so that an interrupted seeding goes on. */
export function authorOf(log: Log): Author {
  const counts = new Map<string, number>();
  let written = 0;
  return {
    written: () => written,
    async write({ aggregate, id, command, at, by }) {
      const place = streamOf(aggregate, id);
      const count = (counts.get(place) ?? 0) + 1;
      counts.set(place, count);
      const commandId = ids.command(demonstrationSource, place, count);
      await handle(log, {
        aggregate, id, command,
        context: {
          commandId,
          actor: by,
          now: new Date().toISOString(),
          occurredAt: at,
          correlationId: ids.command(demonstrationSource, place),
          causationId: demonstrationSource,
          source: { kind: demonstrationSource, id: `${place}/${String(count)}`, publishedAt: at },
        },
      });
      written += 1;
    },
  };
}

/** A moment of the demonstration's past: so many days before its first start, at a time of day (UTC). */
export type Calendar = (daysAgo: number, time: string) => string;

/** A calendar that ends on the day of `now`. */
export const calendarFrom = (now: Date): Calendar => (daysAgo, time) => {
  const day = new Date(now.getTime() - daysAgo * 24 * 60 * 60_000).toISOString().slice(0, 10);
  return `${day}T${time.length === 5 ? `${time}:00` : time}.000Z`;
};

/** A moment some seconds after another one. */
export const after = (at: string, seconds: number): string => new Date(Date.parse(at) + seconds * 1_000).toISOString();
