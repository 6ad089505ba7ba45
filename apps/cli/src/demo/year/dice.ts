import { hash } from "../pastReleases.ts";

/** Numbers that look thrown and are always the same ones for the same name. */
export interface Dice {
  /** From 0 (inclusive) to 1 (exclusive). */
  throw(): number;
  /** Between both bounds, whole. */
  whole(from: number, to: number): number;
  /** True with this chance. */
  chance(share: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
}

/** Dice of a name: every part of the story has its own, so that a change of one moves no other. */
export function diceOf(name: string): Dice {
  let thrown = 0;
  const next = (): number => {
    thrown += 1;
    return Number.parseInt(hash(`the year of the demonstration/${name}/${String(thrown)}`).slice(0, 12), 16) / 2 ** 48;
  };
  return {
    throw: next,
    whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (share) => next() < share,
    pick(items) {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error("nothing to pick from");
      return item;
    },
  };
}
