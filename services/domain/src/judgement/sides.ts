import { CellTable, type Cell } from "@ballast/schema";
import { assignmentTail } from "../statistics/assignmentTail.ts";

/** Two releases' customers (or seconds) and what they met with. */
export type Sides = { readonly canary: readonly Cell[]; readonly baseline: readonly Cell[] };

/** What a comparison came to. Shares are 0 to 1, customers far above the average counted as a few of them. */
export type Comparison = { readonly canary: number; readonly baseline: number; readonly chance: number };

/** A customer counts for at most so many times the requests of the average one: a heavy one is still one customer. */
const HEAVIEST = 5;

type Pooled = { count: number; requests: number; marked: number; canary: number; weight: number };

/**
 * How much larger the share of marked requests is on the canary's side, and how probable chance alone makes that. The
 * ratio of sums over customers (W. G. Cochran, Sampling Techniques (1977), chapter 6) by a randomization test whose
 * unit is the customer, as customers are what the router puts on one side or the other: what each customer adds to
 * the canary's sum is how much they exceed what was to be expected of so many requests.
 */
export function compareSides(sides: Sides): Comparison {
  const pooled = pool(sides);
  const share = shareOf([...pooled.values()]);
  const contributions = [...pooled.values()].map(({ count, requests, marked, weight, canary }) => ({
    count, value: (weight * (marked - share * requests)) / count, canary,
  }));
  const [ours, theirs] = [countOf(sides.canary), countOf(sides.baseline)];
  const sum = contributions.reduce((total, { value, canary }) => total + canary * value, 0);
  const weighted = (cells: readonly Cell[]): number =>
    shareOf(cells.map((cell) => ({ ...cell, weight: pooled.get(cell.key)?.weight ?? 1 })));
  return {
    canary: weighted(sides.canary), baseline: weighted(sides.baseline),
    chance: assignmentTail({ contributions, share: ours / (ours + theirs), sum }),
  };
}

/**
 * How probable a share of marked requests as large as this is where no more than `allowed` (0 to 1) are to be
 * expected. Without anything to compare with, customers are taken as a sample of themselves: the self-normalized sum
 * and its bound, B. Efron, J. Am. Statist. Assoc. 64 (1969) 1278-1302, which rare errors keep on the cautious side.
 */
export function compareWithLimit(cells: readonly Cell[], allowed: number): Comparison {
  const alone = [...pool({ canary: cells, baseline: [] }).values()];
  const [sum, squares] = alone.reduce(
    ([total, square], { count, requests, marked, weight }) => {
      const excess = (weight * (marked - allowed * requests)) / count;
      return [total + count * excess, square + count * excess * excess];
    },
    [0, 0],
  );
  return { canary: shareOf(alone), baseline: allowed, chance: sum <= 0 || squares === 0 ? 1 : Math.exp(-(sum * sum) / (2 * squares)) };
}

/** How many customers stand in the cells. */
export function countOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, { count }) => sum + count, 0);
}

/** Seconds as a comparison's unit: what strikes many customers at one moment counts once. */
export function cellsOfSeconds(seconds: readonly { readonly requests: number; readonly marked: number }[]): readonly Cell[] {
  const table = new CellTable();
  for (const { requests, marked } of seconds) table.add(requests, marked);
  return table.cells();
}

/** Both sides' cells together, each with its weight: from what is pooled alone, so that it is the same however customers fell. */
function pool({ canary, baseline }: Sides): Map<number, Pooled> {
  const pooled = new Map<number, Pooled>();
  const add = ({ key, count, requests, marked }: Cell, isCanary: boolean): void => {
    const cell = pooled.get(key) ?? { count: 0, requests: 0, marked: 0, canary: 0, weight: 1 };
    cell.count += count;
    cell.requests += requests;
    cell.marked += marked;
    if (isCanary) cell.canary += count;
    pooled.set(key, cell);
  };
  for (const cell of canary) add(cell, true);
  for (const cell of baseline) add(cell, false);
  const all = [...pooled.values()];
  const average = all.reduce((sum, { requests }) => sum + requests, 0) / Math.max(1, countOf([...canary, ...baseline]));
  for (const cell of all) cell.weight = Math.min(1, (HEAVIEST * average * cell.count) / cell.requests);
  return pooled;
}

function shareOf(cells: readonly { readonly requests: number; readonly marked: number; readonly weight: number }[]): number {
  const [marked, requests] = cells.reduce(([m, r], cell) => [m + cell.weight * cell.marked, r + cell.weight * cell.requests], [0, 0]);
  return requests === 0 ? 0 : marked / requests;
}
