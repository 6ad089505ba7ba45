import type { CounterEvent, DataOf } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { find, put, type Keyed } from "../keyed.ts";

/** Numbers given out, and to whom. */
export interface Counter {
  readonly last: number;
  readonly taken: Keyed<number>;
}

/** Takes the next number for a record; the number it has already when it asks again. */
export type CounterCommand = { readonly type: "TakeNumber"; readonly now: string; readonly forId: string };

const evolve = (counter: Counter, { data }: CounterEvent): Counter => ({
  last: Math.max(counter.last, data.number),
  taken: put(counter.taken, data.forId, data.number),
});

function decide({ forId }: CounterCommand, counter: Counter): readonly CounterEvent[] {
  if (numberOf(counter, forId) !== null) return [];
  const data: DataOf<"NumberTaken"> = { number: counter.last + 1, forId };
  return [{ type: "NumberTaken", data }];
}

/** The record's number; null while it has none. */
export const numberOf = (counter: Counter, forId: string): number | null => find(counter.taken, forId) ?? null;

/** Consecutive numbers, by the stream's exact revision: two servers cannot take the same one. Gaps are allowed. */
export const counterDecider = aggregate("counter", { initialState: { last: 0, taken: null }, evolve, decide });
