/**
 * What many customers did, as a table of bounded size: the judge needs every customer's sums, and a service may have
 * a hundred thousand of them. Customers with about the same numbers share a cell. It stands in this package because
 * the target that counts and the judge that decides must agree on the cells: a cell is chosen by a customer's own
 * numbers alone, never by the side the customer is on, which is what keeps the judge's test exact.
 */

/** Customers (or seconds) with about the same number of requests and of marked ones among them. */
export type Cell = {
  /** Which numbers belong here: the same on both sides of a comparison. */
  readonly key: number;
  /** How many customers. */
  readonly count: number;
  /** Their requests, summed up. */
  readonly requests: number;
  /** Those of the requests that failed (or were slow), summed up. */
  readonly marked: number;
};

/** Up to here each number has a level of its own; above, a level is an eighth wider than the one before. */
const EXACT = 16;
const GROWTH = Math.log(1.125);
/** Levels of one number: enough for a hundred million requests of one customer. */
const LEVELS = 256;

function level(n: number): number {
  return n <= EXACT ? n : Math.min(LEVELS - 1, EXACT + 1 + Math.floor(Math.log(n / EXACT) / GROWTH));
}

/** The cell of a customer with these sums. */
export function cellKey(requests: number, marked: number): number {
  return level(requests) * LEVELS + level(marked);
}

type Sums = { key: number; count: number; requests: number; marked: number };

/** Collects customers' sums into cells. */
export class CellTable {
  /** By key. Small numbers, nearly all of them, have their cells in a plain list: looking there is much quicker. */
  readonly #small: (Sums | undefined)[] = [];
  readonly #large = new Map<number, Sums>();

  /** One customer's requests and the marked ones among them; nothing for a customer without requests. */
  add(requests: number, marked: number): void {
    if (requests <= 0) return;
    const isSmall = requests <= EXACT && marked <= EXACT;
    const place = requests * (EXACT + 1) + marked;
    const known = isSmall ? this.#small[place] : this.#large.get(cellKey(requests, marked));
    if (known !== undefined) {
      known.count += 1;
      known.requests += requests;
      known.marked += marked;
      return;
    }
    const cell = { key: cellKey(requests, marked), count: 1, requests, marked };
    if (isSmall) this.#small[place] = cell;
    else this.#large.set(cell.key, cell);
  }

  /** The cells, in no order. */
  cells(): readonly Cell[] {
    return [...this.#small.filter((cell) => cell !== undefined), ...this.#large.values()];
  }
}
